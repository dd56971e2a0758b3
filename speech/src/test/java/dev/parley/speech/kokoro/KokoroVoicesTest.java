package dev.parley.speech.kokoro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.speech.SpeechVoice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as they are published, without the weights: nobody looks into them here. */
class KokoroVoicesTest {
    @TempDir
    private Path folder;

    private Path checkpoint;

    @BeforeEach
    void fill() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        checkpoint = folder.resolve("kokoro-v1_0.pth");
        try (OutputStream file = Files.newOutputStream(checkpoint);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("kokoro/data.pkl"));
            zip.write(new byte[1000]);
        }
        Files.createDirectory(folder.resolve("voices"));
        for (String voice : List.of("af_heart.pt", "bm_george.bin", "ff_siwis.pt", "jf_alpha.pt", "README.md")) {
            Files.write(folder.resolve("voices").resolve(voice), new byte[1024]);
        }
    }

    private KokoroVoices open() throws KokoroFolderException {
        return KokoroVoices.open(folder, List.of());
    }

    @Test
    void voicesWhoseLanguageIsKnownHereAreOffered() throws Exception {
        assertThat(open().voices())
                .containsExactly(
                        new SpeechVoice("af_heart", "en-US", "a woman's voice", "Kokoro-82M"),
                        new SpeechVoice("bm_george", "en-GB", "a man's voice", "Kokoro-82M"));
    }

    @Test
    void signsThatNobodySaysAreFoundWithoutTheModel() throws Exception {
        assertThat(open().spokenBy((voice, sentence) -> null).unsayable("af_heart", "Hello ☃"))
                .extracting("word")
                .containsExactly("☃");
    }

    @Test
    void aCheckpointThatWasCutOffIsRefused() throws Exception {
        byte[] whole = Files.readAllBytes(checkpoint);
        for (int length : new int[] {0, 100, whole.length - 1}) {
            Files.write(checkpoint, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::open)
                    .isInstanceOf(KokoroFolderException.class)
                    .hasMessage("%s is damaged: of %d bytes, no complete zip", checkpoint, length);
        }
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Path voices = folder.resolve("voices");
        for (String voice : List.of("af_heart.pt", "bm_george.bin", "ff_siwis.pt", "jf_alpha.pt")) {
            Files.delete(voices.resolve(voice));
        }
        assertThatThrownBy(this::open)
                .hasMessage("No voices of Kokoro in %s: expected files such as af_heart.pt", voices);
        Files.delete(checkpoint);
        assertThatThrownBy(this::open).hasMessage("No Kokoro in %s: expected kokoro-v1_0.pth", folder);
        Files.delete(folder.resolve("config.json"));
        assertThatThrownBy(this::open).hasMessage("No Kokoro in %s: it has no config.json", folder);
        assertThatThrownBy(() -> KokoroVoices.open(folder.resolve("none"), List.of()))
                .isInstanceOf(KokoroFolderException.class)
                .hasMessage("No Kokoro in %s: there is no such folder", folder.resolve("none"));
    }
}
