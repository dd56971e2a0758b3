package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.SoundInfo.Remark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GapsTest {
    private static final long SECOND = 1_000_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"webm", "matroska", "mp4", "ogg"})
    void aGapInTheStampsIsSilence(String format) throws MediaException {
        Path file = TestMux.copy(TestFiles.resource("gap.webm"), format, folder.resolve("gap"), 1, time -> time);
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.seconds()).isCloseTo(5, within(0.03));
        assertThat(info.remarks()).extracting(Remark::kind).containsExactly(Remark.Kind.GAPS_FILLED);
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        assertThat(peak(voice, 0.5, 1.9)).isGreaterThan(0.1f);
        assertThat(peak(voice, 2.1, 3.9)).isLessThan(0.001f);
        assertThat(peak(voice, 4.1, 4.9)).isGreaterThan(0.1f);
    }

    @ParameterizedTest
    @CsvSource({"tone.m4a,mp4", "tone.m4a,matroska", "tone.opus,webm", "tone.opus,mp4", "tone.ogg,matroska"})
    void aLateStartIsSilence(String source, String format) throws MediaException {
        Path original = TestFiles.resource(source);
        Path file = TestMux.copy(original, format, folder.resolve("late"), 1, time -> time + 3 * SECOND / 2);
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        double usual = Sounds.inspect(original, Limits.DEFAULT).seconds();
        assertThat(info.seconds()).isCloseTo(usual + 1.5, within(0.06));
        assertThat(info.remarks()).extracting(Remark::kind).containsExactly(Remark.Kind.STARTS_LATE);
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        assertThat(peak(voice, 0, 1.4)).isLessThan(0.001f);
        assertThat(peak(voice, 1.6, 2)).isGreaterThan(0.4f);
    }

    @ParameterizedTest
    @CsvSource({"tone.m4a,mp4", "tone.opus,matroska", "tone.mp3,matroska", "tone.opus,ogg"})
    void whatAnEncoderPutsInFrontIsNoSilence(String source, String format) throws MediaException {
        Path file = TestMux.copy(TestFiles.resource(source), format, folder.resolve("plain"), 1, time -> time);
        assertThat(Sounds.inspect(file, Limits.DEFAULT).remarks()).isEmpty();
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        assertThat(peak(voice, 0.06, 0.1)).isGreaterThan(0.4f);
    }

    @Test
    void anOggCutFromARunningStreamBeginsWithItsSound() throws MediaException {
        Path file = TestMux.copy(
                TestFiles.resource("tone.opus"), "ogg", folder.resolve("live"), 1, time -> time + 7_200 * SECOND);
        assertThat(Sounds.inspect(file, Limits.DEFAULT).seconds()).isBetween(0.57, 0.70);
    }

    @ParameterizedTest
    @ValueSource(longs = {7_200 * SECOND, 100_000_000 * SECOND})
    void aGapOfHoursIsTooLongAndALateBeginningIsNone(long jump) throws MediaException {
        Path source = TestFiles.resource("tone.opus");
        Path gap = TestMux.copy(
                source, "matroska", folder.resolve("gap"), 1, time -> time < SECOND / 3 ? time : time + jump);
        assertThatThrownBy(() -> Sounds.inspect(gap, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LONG))
                .hasMessageContaining("the 1800.00 s that are accepted")
                .hasMessageContaining("The timestamps skip");
        Path late = TestMux.copy(source, "matroska", folder.resolve("late"), 1, time -> time + jump);
        assertThat(Sounds.inspect(late, Limits.DEFAULT)).isEqualTo(Sounds.inspect(source, Limits.DEFAULT));
    }

    @Test
    void aVideosSoundKeepsItsGaps() throws MediaException {
        Path gap = TestFiles.resource("gap.webm");
        try (SoundMix mix = SoundMix.open(List.of(new Stitcher.Voice(gap, 0, 5)))) {
            float[] sound = new float[5 * mix.rate() * mix.channels()];
            mix.read(sound, 5 * mix.rate(), 0);
            assertThat(FullScale.peak(Arrays.copyOfRange(sound, 2 * mix.rate() + 4_800, 4 * mix.rate() - 4_800)))
                    .isLessThan(0.001f);
            assertThat(FullScale.peak(Arrays.copyOfRange(sound, 4 * mix.rate() + 4_800, sound.length)))
                    .isGreaterThan(0.1f);
        }
    }

    private static float peak(float[] voice, double from, double to) {
        int rate = Sounds.VOICE_RATE;
        return FullScale.peak(Arrays.copyOfRange(voice, (int) (from * rate), (int) (to * rate)));
    }
}
