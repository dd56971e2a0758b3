package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.TestFiles.WavFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileSoundTest {
    private static final Limits SHORT =
            new Limits(1 << 20, 1, 100, 10_000, Duration.ofMillis(400), Duration.ofSeconds(2));

    @TempDir
    private Path folder;

    @Test
    void textIsNoSound() {
        byte[] text = "This is a letter, not a recording.\n".repeat(200).getBytes(StandardCharsets.UTF_8);
        assertRefused("letter.wav", text, Problem.UNREADABLE);
    }

    @Test
    void randomBytesAreNoSound() {
        for (int seed = 0; seed < 20; seed++) {
            byte[] noise = new byte[50_000];
            new Random(seed).nextBytes(noise);
            assertRefused("noise.wav", noise, Problem.UNREADABLE);
        }
    }

    @Test
    void anEmptyFileIsNoSound() {
        assertRefused("empty.wav", new byte[0], Problem.UNREADABLE);
    }

    @Test
    void aHeaderWithoutSamplesIsNoSound() {
        assertRefused("header.wav", TestFiles.wav(WavFormat.PCM_S16LE, 44_100, 1, 0, i -> 0), Problem.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tone.m4a", "film.mp4", "film.mov"})
    void anMp4ThatIsCutOffIsRefused(String name) {
        byte[] whole = TestFiles.readAll(TestFiles.resource(name));
        assertRefused(name, TestFiles.cut(whole, 60), Problem.UNREADABLE);
    }

    @Test
    void aDamagedFlacIsRefused() {
        byte[] flac = TestFiles.readAll(TestFiles.resource("tone.flac"));
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            flac[9_000 + random.nextInt(flac.length - 9_000)] ^= (byte) (1 + random.nextInt(255));
        }
        assertThatThrownBy(() -> Sounds.inspect(write("damaged.flac", flac), Limits.DEFAULT))
                .isInstanceOf(MediaException.class);
    }

    @Test
    void silenceIsSaidToBeSilent() throws MediaException {
        assertSilent("silence.wav", TestFiles.wav(WavFormat.PCM_S16LE, 44_100, 2, 44_100, i -> 0));
    }

    @Test
    void whatNobodyHearsIsSilence() throws MediaException {
        byte[] hiss = TestFiles.wav(WavFormat.PCM_F32LE, 44_100, 1, 44_100, TestFiles.sine(100, 0.0009, 44_100));
        assertSilent("hiss.wav", hiss);
        byte[] whisper = TestFiles.wav(WavFormat.PCM_F32LE, 44_100, 1, 44_100, TestFiles.sine(100, 0.0011, 44_100));
        SoundInfo heard = Sounds.inspect(write("whisper.wav", whisper), Limits.DEFAULT);
        assertThat(heard.peak()).isCloseTo(0.0011, within(1e-5));
        assertThat(heard.isSilent()).isFalse();
        heard.requireAudible();
    }

    /** Brought to the loudness of speech, the hiss of a muted microphone would move the mouth. */
    private void assertSilent(String name, byte[] wav) throws MediaException {
        Path file = write(name, wav);
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.isSilent()).isTrue();
        assertThatThrownBy(info::requireAudible)
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SILENT));
        assertThat(Sounds.voice(file, Limits.DEFAULT)).hasSize(16_000).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aSampleThatIsNoNumberIsRefused(double odd) {
        byte[] wav = TestFiles.wav(WavFormat.PCM_F32LE, 16_000, 1, 16_000, i -> i == 12_000 ? odd : 0.3);
        assertThatThrownBy(() -> Sounds.inspect(write("odd.wav", wav), Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FINITE))
                .hasMessageContaining("0.750 s");
        assertThatThrownBy(() -> Sounds.voice(write("odd.wav", wav), Limits.DEFAULT))
                .isInstanceOf(MediaException.class);
    }

    @Test
    void aTenthOfASecondIsTooShort() {
        assertRefused("short.wav", TestFiles.tone(44_100, 0.1), Problem.TOO_SHORT);
    }

    @Test
    void moreThanTheLongestDurationIsTooLong() throws MediaException {
        assertThat(Sounds.inspect(write("two.wav", TestFiles.tone(16_000, 2)), SHORT)
                        .seconds())
                .isEqualTo(2);
        assertThatThrownBy(() -> Sounds.inspect(write("long.wav", TestFiles.tone(16_000, 2.001)), SHORT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LONG));
    }

    @Test
    void moreThanTheMostBytesAreRefusedUnread() {
        assertThatThrownBy(() -> Sounds.inspect(write("big.wav", new byte[(1 << 20) + 1]), SHORT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_MANY_BYTES))
                .hasMessageContaining("1048577")
                .hasMessageContaining("1048576");
    }

    @Test
    void aVideoWithoutSoundHasNoTrack() {
        assertThatThrownBy(() -> Sounds.inspect(TestFiles.resource("mute.mp4"), Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NO_TRACK));
    }

    @ParameterizedTest
    @CsvSource({"100,UNSUPPORTED", "500000,UNSUPPORTED"})
    void aSampleRateFromAnotherWorldIsRefused(int rate, Problem problem) {
        assertRefused("odd.wav", TestFiles.wav(WavFormat.PCM_S16LE, rate, 1, 1_000_000, i -> 0.3), problem);
    }

    @Test
    void aFolderIsNoSound() {
        assertThatThrownBy(() -> Sounds.inspect(folder, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED));
    }

    @Test
    void aMissingFileIsNotTheSpeakersFault() {
        assertThatThrownBy(() -> Sounds.inspect(folder.resolve("gone.wav"), Limits.DEFAULT))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a%03d.wav", "concat:x|y.wav", "http:%2f%2fx.wav", "-i.wav", "pipe:0", "file:x", "a b\"'`$.wav"})
    void aNameIsJustAName(String name) throws MediaException {
        assertThat(Sounds.inspect(write(name, TestFiles.tone(16_000, 1)), Limits.DEFAULT)
                        .seconds())
                .isEqualTo(1);
    }

    private void assertRefused(String name, byte[] content, Problem problem) {
        assertThatThrownBy(() -> Sounds.inspect(write(name, content), Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class,
                        e -> assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem))
                .hasMessageNotContaining(folder.toString());
    }

    private Path write(String name, byte[] content) {
        return TestFiles.write(folder.resolve(name), content);
    }
}
