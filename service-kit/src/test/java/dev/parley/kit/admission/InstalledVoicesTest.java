package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.speech.SpeechVoice;
import dev.parley.speech.SpokenSentence;
import dev.parley.speech.Voices;
import dev.parley.speech.Voices.Unavailable;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a folder of Kokoro's; its program is not started. */
class InstalledVoicesTest {
    private static final SpokenSentence SPOKEN = new SpokenSentence(new float[1], 24_000, List.of(), List.of());

    @TempDir
    private Path models;

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withDefaultValues(settings)
                .build();
    }

    private Path fill(String folder) throws IOException {
        Path kokoro = models.resolve(folder);
        Files.write(Files.createDirectories(kokoro.resolve("voices")).resolve("af_heart.bin"), new byte[1024]);
        Files.writeString(kokoro.resolve("config.json"), "{}");
        try (OutputStream file = Files.newOutputStream(kokoro.resolve("kokoro-v1_0.pth"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("data.pkl"));
        }
        return kokoro;
    }

    private static Voices find(Map<String, String> settings) {
        return InstalledVoices.find(config(settings), kokoro -> (voice, sentence) -> SPOKEN);
    }

    @Test
    void aPulledFolderIsFoundAndAnotherOneWhereItIsSet() throws Exception {
        fill("Kokoro-82M");
        assertThat(find(Map.of("parley.models", models.toString())).speak("af_heart", "Hello."))
                .isSameAs(SPOKEN);
        String other = fill("mine").toString();
        assertThat(find(Map.of("parley.kokoro", other)).all())
                .extracting(SpeechVoice::name)
                .contains("kate", "af_heart");
    }

    @Test
    void aMachineWithoutItHasNothingToSay() {
        Voices voices = find(Map.of("parley.models", models.toString()));
        assertThat(voices.unavailable()).isEmpty();
        assertThat(voices.find("af_heart")).isEmpty();
    }

    @Test
    void aHalfFolderTakesNothingElseAway() throws Exception {
        Path kokoro = fill("Kokoro-82M");
        Files.delete(kokoro.resolve("kokoro-v1_0.pth"));
        String reason = "No Kokoro in %s: expected kokoro-v1_0.pth".formatted(kokoro);
        Voices voices = find(Map.of("parley.models", models.toString()));
        assertThat(voices.unavailable()).containsExactly(new Unavailable("Kokoro-82M", reason));
        assertThat(voices.find("kate")).isPresent();
        assertThatThrownBy(() -> voices.unsayable("af_heart", "Hello."))
                .hasMessageContaining("found 'af_heart'")
                .hasMessageEndingWith("; Kokoro-82M cannot be used: " + reason);
    }

    @Test
    void aFolderThatIsSetAndNotThereIsSaid() {
        assertThat(find(Map.of("parley.kokoro", models.resolve("none").toString()))
                        .unavailable())
                .extracting(Unavailable::reason)
                .containsExactly("No Kokoro in %s: there is no such folder".formatted(models.resolve("none")));
    }

    @Test
    void aFarmThatDoesNotKnowTheProgramSaysSo() throws Exception {
        fill("Kokoro-82M");
        Voices voices =
                InstalledVoices.find(config(Map.of("parley.models", models.toString())), KokoroSettings::speaker);
        assertThat(voices.unavailable())
                .extracting(Unavailable::reason)
                .asString()
                .contains("PARLEY_KOKORO_CLASSPATH");
    }
}
