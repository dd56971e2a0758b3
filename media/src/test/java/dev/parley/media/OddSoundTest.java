package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.SoundInfo.Remark;
import dev.parley.media.TestFiles.WavFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings as people have them: of many channels, in odd sample formats, in one of several tracks, joined. */
class OddSoundTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8})
    void aMixIsNoLouderThanItsChannels(int channels) throws MediaException {
        byte[] wav = TestFiles.wav(WavFormat.PCM_S16LE, 48_000, channels, 48_000, TestFiles.sine(440, 0.5, 48_000));
        assertThat(mixed(wav)).isBetween(0.2, 0.501);
    }

    @Test
    void everySetOfLoudspeakersIsHeard() throws MediaException {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            int mask = random.nextInt(1 << 18);
            int channels = Integer.bitCount(mask);
            if (channels > 2 && channels <= 8) {
                byte[] wav = TestFiles.extensibleWav(2, 16, mask, channels, 1_000, TestFiles.sine(440, 0.5, 16_000));
                assertThat(mixed(wav)).as("Loudspeakers %x", mask).isBetween(0.05, 0.501);
            }
        }
    }

    private double mixed(byte[] wav) throws MediaException {
        double peak = 0;
        Path file = TestFiles.write(folder.resolve("many.wav"), wav);
        try (SoundDecoder decoder = SoundDecoder.open(file, Long.MAX_VALUE, 2)) {
            for (float[] block = decoder.next(); block != null; block = decoder.next()) {
                peak = Math.max(peak, FullScale.peak(block));
            }
        }
        return peak;
    }

    @ParameterizedTest
    @CsvSource({"4,24", "4,20", "4,16", "4,32", "3,20", "3,16", "3,24", "2,12", "2,8", "2,16"})
    void bitsThatCountAreReadWhereTheyAre(int bytes, int bits) throws MediaException {
        byte[] wav = TestFiles.extensibleWav(bytes, bits, 4, 1, 16_000, TestFiles.sine(440, 0.5, 16_000));
        Path file = TestFiles.write(folder.resolve("bits.wav"), wav);
        assertThat(Sounds.inspect(file, Limits.DEFAULT).codec()).isEqualTo("pcm_s%dle".formatted(8 * bytes));
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        for (int i = 0; i < voice.length; i++) {
            assertThat((double) voice[i])
                    .isCloseTo(TestFiles.sine(440, 0.5, 16_000).applyAsDouble(i), within(0.01));
        }
    }

    @Test
    void theBestTrackThatCanBeDecodedIsHeard() throws MediaException {
        Path file = twoTracks(1);
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.codec()).isEqualTo("aac");
        assertThat(info.peak()).isCloseTo(0.5, within(0.1));
        assertThat(info.remarks()).allSatisfy(said -> {
            assertThat(said.kind()).isEqualTo(Remark.Kind.OTHER_TRACK);
            assertThat(said.values()).containsExactly(2);
        });
    }

    @Test
    void ifNoTrackCanBeDecodedAllAreNamed() throws MediaException {
        Path file = twoTracks(2);
        assertThatThrownBy(() -> Sounds.inspect(file, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED))
                .hasMessageContaining("coded as dts, something unknown, expected");
    }

    /** An MP4 with two AAC tracks, of which one, or both, say that they are something else. */
    private Path twoTracks(int strange) throws MediaException {
        Path file = TestMux.copy(TestFiles.resource("tone.m4a"), "mov", folder.resolve("two"), 2, time -> time);
        byte[] mov = TestFiles.readAll(file);
        String[] codes = {"apac", "dtsc"};
        int found = 0;
        for (int i = mov.length - 4; i >= 0 && found < strange; i--) {
            if (new String(mov, i, 4, StandardCharsets.US_ASCII).equals("mp4a")
                    && new String(mov, i - 16, 4, StandardCharsets.US_ASCII).equals("stsd")) {
                System.arraycopy(codes[found++].getBytes(StandardCharsets.US_ASCII), 0, mov, i, 4);
                forgetDescriptor(mov, i);
            }
        }
        assertThat(found).isEqualTo(strange);
        return TestFiles.write(file, mov);
    }

    /** What a sample entry says of AAC counts for more than its name. */
    private static void forgetDescriptor(byte[] mov, int entry) {
        int at = entry;
        while (!new String(mov, at, 4, StandardCharsets.US_ASCII).equals("esds")) {
            at++;
        }
        System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, mov, at, 4);
    }

    @Test
    void joinedMp3sAreHeardToTheEnd() throws MediaException {
        Path file = TestFiles.resource("joined.mp3");
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.sampleRate()).isEqualTo(24_000);
        assertThat(info.seconds()).isCloseTo(2.07, within(0.03));
        assertThat(info.remarks()).extracting(Remark::kind).containsExactly(Remark.Kind.FORMAT_CHANGES);
        assertThat(info.remarks().get(0).values()).hasSize(1);
        assertThat(info.remarks().get(0).message())
                .contains("changes at 1.06 s from 24000 Hz and 1 channel to 44100 Hz and 1 channel");
    }

    /** FFmpeg reads 4.78 s of 5, of other parameters the first recording alone, and says nothing. */
    @Test
    void joinedFlacIsRefused() {
        byte[] one = TestFiles.readAll(TestFiles.resource("tone.flac"));
        byte[] joined = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, joined, one.length, one.length);
        Path file = TestFiles.write(folder.resolve("joined.flac"), joined);
        assertThatThrownBy(() -> Sounds.inspect(file, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNSUPPORTED))
                .hasMessage(
                        "The file is a concatenation of FLAC files, the second starting at byte %d: convert them to one"
                                .formatted(one.length));
    }

    @ParameterizedTest
    @CsvSource({"24000,1,44100,2", "44100,2,24000,1", "48000,2,48000,1", "16000,1,48000,1"})
    void joinedAdtsIsHeardToTheEnd(int rate, int channels, int thenRate, int thenChannels) throws MediaException {
        byte[] first = adts(rate, channels);
        byte[] second = adts(thenRate, thenChannels);
        byte[] joined = new byte[first.length + second.length];
        System.arraycopy(first, 0, joined, 0, first.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        Path file = TestFiles.write(folder.resolve("joined.aac"), joined);
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.sampleRate()).isEqualTo(rate);
        assertThat(info.channels()).isEqualTo(channels);
        assertThat(info.seconds()).isCloseTo(4, within(0.3));
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        int crossings = 0;
        for (int i = 40_001; i < 56_000; i++) {
            crossings += voice[i - 1] < 0 == voice[i] < 0 ? 0 : 1;
        }
        assertThat(crossings).isCloseTo(880, within(4));
        assertThat(voice[40_009]).isBetween(-0.55f, 0.55f);
    }

    private byte[] adts(int rate, int channels) throws MediaException {
        Path mp4 = TestMux.aac(folder.resolve("part.m4a"), rate, channels, 2);
        return TestFiles.readAll(TestMux.copy(mp4, "adts", folder.resolve("part.aac"), 1, time -> time));
    }

    @ParameterizedTest
    @CsvSource({"48000,16000", "44100,48000", "8000,48000", "384000,16000"})
    void howeverShortASoundIsResampledWhole(int from, int to) {
        for (int length = 1; length < 400; length += 7) {
            try (Resampler resampler = new Resampler(1, from, to)) {
                float[] sound = new float[length];
                sound[length / 2] = 1;
                int certain = resampler.convert(sound).length;
                assertThat(certain + resampler.drain().length).isEqualTo((int) Math.round((double) length * to / from));
            }
        }
    }
}
