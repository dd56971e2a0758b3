package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.TestFiles.WavFormat;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void readsEveryWayToStoreASample(WavFormat format) throws MediaException {
        Path file = write(TestFiles.wav(format, 24_000, 1, 24_000, TestFiles.sine(440, 0.5, 24_000)));
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.samples()).isEqualTo(24_000);
        assertThat(info.sampleRate()).isEqualTo(24_000);
        assertThat(info.channels()).isEqualTo(1);
        assertThat(info.codec()).isEqualToIgnoringCase(format.name());
        assertThat(info.peak()).isCloseTo(0.5, within(0.01));
        assertThat(info.seconds()).isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tone.mp3",
                "tone.m4a",
                "tone.flac",
                "tone.ogg",
                "tone.opus",
                "film.mp4",
                "film.mov",
                "film.webm",
                "film.mkv"
            })
    void readsCommonFormatsAndTheSoundOfVideos(String name) throws MediaException {
        Path file = TestFiles.resource(name);
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.seconds()).isBetween(0.57, 0.70);
        assertThat(info.peak()).isCloseTo(0.5, within(0.1));
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        assertThat(voice).hasSize((int) Math.round(info.seconds() * 16_000));
        assertThat(crossings(Arrays.copyOfRange(voice, 3_200, 6_400)) / 0.2 / 2).isCloseTo(440, within(5.0));
    }

    @ParameterizedTest
    @CsvSource({"8000,0.5", "11025,0.7123", "16000,1.0", "22050,0.9", "44100,0.50001", "48000,3.24", "96000,0.61"})
    void aVoiceIsAsLongAsTheRecordingAndKeepsItsPitch(int rate, double seconds) throws MediaException {
        int samples = (int) Math.round(seconds * rate);
        Path file = write(TestFiles.wav(WavFormat.PCM_F32LE, rate, 1, samples, TestFiles.sine(440, 0.5, rate)));
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        assertThat(voice).hasSize((int) Math.round(samples * 16_000.0 / rate));
        for (int i = 800; i < voice.length - 800; i++) {
            assertThat((double) voice[i])
                    .isCloseTo(TestFiles.sine(440, 0.5, 16_000).applyAsDouble(i), within(0.002));
        }
    }

    @Test
    void whatSixteenKilohertzCannotHoldIsTakenOut() throws MediaException {
        Path file = write(TestFiles.wav(WavFormat.PCM_F32LE, 48_000, 1, 48_000, TestFiles.sine(9_000, 0.5, 48_000)));
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        for (int i = 800; i < voice.length - 800; i++) {
            assertThat(Math.abs(voice[i])).isLessThan(0.001f);
        }
    }

    @Test
    void aVoiceIsTheMeanOfTheChannels() throws MediaException {
        Path file = write(stereo(0.6, -0.2));
        assertThat(Sounds.voice(file, Limits.DEFAULT)[8_000]).isCloseTo(0.2f, within(0.001f));
    }

    @Test
    void aVoiceStaysInRange() throws MediaException {
        Path file = write(TestFiles.wav(WavFormat.PCM_F32LE, 44_100, 1, 44_100, TestFiles.sine(200, 3, 44_100)));
        assertThat(Sounds.inspect(file, Limits.DEFAULT).peak()).isCloseTo(3, within(0.01));
        for (float sample : Sounds.voice(file, Limits.DEFAULT)) {
            assertThat(sample).isBetween(-1f, 1f);
        }
    }

    private static byte[] stereo(double left, double right) {
        byte[] wav = TestFiles.wav(WavFormat.PCM_S16LE, 16_000, 2, 16_000, i -> left);
        byte[] other = TestFiles.wav(WavFormat.PCM_S16LE, 16_000, 2, 16_000, i -> right);
        for (int i = 44; i < wav.length; i += 4) {
            wav[i + 2] = other[i + 2];
            wav[i + 3] = other[i + 3];
        }
        return wav;
    }

    private static int crossings(float[] voice) {
        int crossings = 0;
        for (int i = 1; i < voice.length; i++) {
            crossings += (voice[i - 1] < 0) == (voice[i] < 0) ? 0 : 1;
        }
        return crossings;
    }

    private Path write(byte[] wav) {
        return TestFiles.write(folder.resolve("sound.wav"), wav);
    }
}
