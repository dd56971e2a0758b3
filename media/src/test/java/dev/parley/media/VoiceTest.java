package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.SoundInfo.Remark;
import dev.parley.media.TestFiles.WavFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a recording with several channels, or beyond full scale, is heard as its voice. */
class VoiceTest {
    private static final int RATE = 16_000;
    private static final IntToDoubleFunction TONE = TestFiles.sine(440, 0.5, RATE);
    private static final IntToDoubleFunction NOTHING = i -> 0;

    @TempDir
    private Path folder;

    @Test
    void channelsInOppositePhaseDoNotCancelTheVoice() throws MediaException {
        Path file = wav(WavFormat.PCM_S16LE, List.of(TONE, i -> -TONE.applyAsDouble(i)));
        assertHears(file, 1, 0.5);
        assertThat(Sounds.voice(file, Limits.DEFAULT)[20]).isCloseTo((float) TONE.applyAsDouble(20), within(0.001f));
    }

    @ParameterizedTest
    @CsvSource({"4,3", "6,1", "8,8"})
    void oneOfManyChannelsIsHeardAlone(int channels, int used) throws MediaException {
        List<IntToDoubleFunction> waves = new ArrayList<>(Collections.nCopies(channels, NOTHING));
        waves.set(used - 1, TONE);
        assertHears(wav(WavFormat.PCM_S16LE, waves), used, 0.5);
    }

    @Test
    void wideStereoIsHeardOnItsLouderSide() throws MediaException {
        IntToDoubleFunction middle = TestFiles.sine(300, 0.05, RATE);
        IntToDoubleFunction left = i -> TONE.applyAsDouble(i) + middle.applyAsDouble(i);
        IntToDoubleFunction right = i -> 1.1 * -TONE.applyAsDouble(i) + middle.applyAsDouble(i);
        assertThat(Sounds.inspect(wav(WavFormat.PCM_S16LE, List.of(left, right)), Limits.DEFAULT)
                        .voice()
                        .channel())
                .isEqualTo(2);
    }

    @Test
    void oneDeadChannelOfTwoIsLeftInTheMean() throws MediaException {
        SoundInfo info = Sounds.inspect(wav(WavFormat.PCM_S16LE, List.of(TONE, NOTHING)), Limits.DEFAULT);
        assertThat(info.voice().channel()).isEqualTo(Sounds.MEAN);
        assertThat(info.voice().peak()).isCloseTo(0.25, within(0.001));
        assertThat(info.remarks()).isEmpty();
    }

    @Test
    void silenceIsWhatTheModelDoesNotHear() throws MediaException {
        List<IntToDoubleFunction> quiet = new ArrayList<>(Collections.nCopies(8, NOTHING));
        quiet.set(4, TestFiles.sine(440, 0.002, RATE));
        assertThat(Sounds.inspect(wav(WavFormat.PCM_F32LE, quiet), Limits.DEFAULT)
                        .isSilent())
                .isFalse();
        byte[] whistle = TestFiles.wav(WavFormat.PCM_S16LE, 48_000, 1, 48_000, TestFiles.sine(15_000, 0.5, 48_000));
        Path file = TestFiles.write(folder.resolve("whistle.wav"), whistle);
        assertThat(Sounds.inspect(file, Limits.DEFAULT).voice().peak()).isLessThan(0.5);
    }

    @Test
    void aChannelCanBeChosen() throws MediaException {
        Path file = wav(WavFormat.PCM_S16LE, List.of(TONE, i -> 0.2));
        assertThat(Sounds.inspect(file, Limits.DEFAULT, 2).voice().peak()).isCloseTo(0.2, within(0.001));
        assertThat(Sounds.voice(file, Limits.DEFAULT, 2)).containsOnly(Sounds.voice(file, Limits.DEFAULT, 2)[0]);
        assertThat(Sounds.voice(file, Limits.DEFAULT, 1)[20]).isCloseTo((float) TONE.applyAsDouble(20), within(0.001f));
        assertThatThrownBy(() -> Sounds.inspect(file, Limits.DEFAULT, 3))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NO_CHANNEL))
                .hasMessage("Asked for channel 3, the sound has 2");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.2, 4, 30})
    void whatGoesBeyondFullScaleIsScaledDownAsAWhole(double peak) throws MediaException {
        Path file = wav(WavFormat.PCM_F32LE, List.of(TestFiles.sine(440, peak, RATE)));
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.peak()).isCloseTo(peak, within(peak / 1_000));
        assertThat(info.remarks()).singleElement().satisfies(said -> {
            assertThat(said.kind()).isEqualTo(Remark.Kind.SCALED_DOWN);
            assertThat(said.values()).singleElement().satisfies(decibels -> assertThat(decibels.doubleValue())
                    .isCloseTo(20 * Math.log10(peak), within(0.01)));
        });
        float[] voice = Sounds.voice(file, Limits.DEFAULT);
        float[] sound = new float[RATE];
        try (SoundMix mix = SoundMix.open(List.of(new Stitcher.Voice(file, 0, 1)))) {
            mix.read(sound, RATE, 0);
        }
        for (int i = 0; i < RATE; i++) {
            assertThat((double) voice[i]).isCloseTo(2 * TONE.applyAsDouble(i), within(0.002));
            assertThat((double) sound[i]).isCloseTo(2 * TONE.applyAsDouble(i), within(0.002));
        }
    }

    @ParameterizedTest
    @CsvSource({"23603,32768", "40,32768", "8388607,their full scale"})
    void integersKeptAsFloatsAreRefused(double peak, String advice) {
        Path file = wav(WavFormat.PCM_F32LE, List.of(i -> i % 2 == 0 ? peak : -peak));
        assertThatThrownBy(() -> Sounds.inspect(file, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LOUD))
                .hasMessageContaining("%.1f".formatted(peak))
                .hasMessageContaining(advice);
    }

    private static void assertHears(Path file, int channel, double peak) throws MediaException {
        SoundInfo info = Sounds.inspect(file, Limits.DEFAULT);
        assertThat(info.voice().channel()).isEqualTo(channel);
        assertThat(info.voice().peak()).isCloseTo(peak, within(0.001));
        assertThat(info.remarks())
                .extracting(Remark::kind, Remark::values)
                .containsExactly(tuple(Remark.Kind.ONE_CHANNEL_HEARD, List.of(info.channels(), channel)));
    }

    private Path wav(WavFormat format, List<IntToDoubleFunction> waves) {
        return TestFiles.write(folder.resolve("voice.wav"), TestFiles.wav(format, RATE, RATE, waves));
    }
}
