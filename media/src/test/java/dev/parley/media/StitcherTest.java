package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.Stitcher.Segment;
import dev.parley.media.Stitcher.Voice;
import dev.parley.media.TestFiles.WavFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StitcherTest {
    private static final double FRAME = 1.0 / 25;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"0.5,12", "3.24,81", "3.28,82", "3.3,82", "7.7,192"})
    void everyFrameComesOutOnceAndInOrder(double seconds, int frames) throws MediaException {
        Path out = stitched(frames, List.of(voice(TestFiles.tone(44_100, seconds), 0, seconds)));
        assertThat(VideoProbe.frames(out, PaintedFrames::numberOf))
                .isEqualTo(IntStream.range(0, frames).boxed().toList());
    }

    @ParameterizedTest
    @CsvSource({"0.5,12", "3.24,81", "3.3,82", "7.7,192"})
    void pictureAndSoundAreAsLongAsTheFrames(double seconds, int frames) throws MediaException {
        Path out = stitched(frames, List.of(voice(TestFiles.tone(16_000, seconds), 0, seconds)));
        VideoInfo info = Stitcher.inspect(out);
        assertThat(info.frames()).isEqualTo(frames);
        assertThat(info.videoSeconds()).isCloseTo(frames * FRAME, within(1e-9));
        assertThat(info.audioSeconds()).isCloseTo(frames * FRAME, within(FRAME / 2));
        assertThat(info.width()).isEqualTo(PaintedFrames.SIDE);
        assertThat(info.videoCodec()).isEqualTo("h264");
        assertThat(info.audioCodec()).isEqualTo("aac");
    }

    @Test
    void timestampsGoUpFrameByFrame() throws MediaException {
        List<VideoProbe.Packet> packets = VideoProbe.packets(stitched(192, List.of()));
        for (int i = 0; i < packets.size(); i++) {
            VideoProbe.Packet packet = packets.get(i);
            assertThat(packet.pts() * 25).isEqualTo((long) i * packet.ticksPerSecond());
            assertThat(packet.dts()).isEqualTo(packet.pts());
            assertThat(packet.duration() * 25).isEqualTo(packet.ticksPerSecond());
        }
    }

    @Test
    void theOnlyKeyFramesAreTheFirstOfEachChunk() throws MediaException {
        List<VideoProbe.Packet> packets = VideoProbe.packets(stitched(192, List.of()));
        List<Integer> keys = IntStream.range(0, packets.size())
                .filter(i -> packets.get(i).key())
                .boxed()
                .toList();
        assertThat(keys).containsExactly(0, 81, 137);
    }

    @Test
    void theIndexComesBeforeTheContent() throws MediaException {
        Path out = stitched(30, List.of(voice(TestFiles.tone(44_100, 1.2), 0, 1.2)));
        assertThat(VideoProbe.boxes(out)).containsSubsequence("ftyp", "moov", "mdat");
    }

    @Test
    void beepsAreHeardOnFlashes() throws MediaException {
        int rate = 48_000;
        byte[] beeps = TestFiles.wav(
                WavFormat.PCM_S16LE,
                rate,
                1,
                8 * rate,
                i -> i % rate < rate / 30 ? TestFiles.sine(1_000, 0.6, rate).applyAsDouble(i) : 0);
        Path out = stitched(200, List.of(voice(beeps, 0, 8)));

        List<Boolean> flashes = VideoProbe.frames(out, PaintedFrames::isFlash);
        List<Double> flashTimes = new ArrayList<>();
        for (int i = 0; i < flashes.size(); i++) {
            if (flashes.get(i)) {
                flashTimes.add(i * FRAME);
            }
        }
        List<Double> beepTimes = beginnings(Sounds.voice(out, Limits.DEFAULT));
        assertThat(flashTimes).hasSize(8);
        assertThat(beepTimes).hasSameSizeAs(flashTimes);
        for (int i = 0; i < flashTimes.size(); i++) {
            assertThat(beepTimes.get(i)).isCloseTo(flashTimes.get(i), within(FRAME / 4));
        }
    }

    /** When it gets loud after at least half a second of quiet. */
    private static List<Double> beginnings(float[] voice) {
        List<Double> times = new ArrayList<>();
        int lastLoud = -Sounds.VOICE_RATE;
        for (int i = 0; i < voice.length; i++) {
            if (Math.abs(voice[i]) > 0.2) {
                if (i - lastLoud > Sounds.VOICE_RATE / 2) {
                    times.add((double) i / Sounds.VOICE_RATE);
                }
                lastLoud = i;
            }
        }
        return times;
    }

    @Test
    void twoVoicesAreHeardWhereTheyWerePut() throws MediaException {
        Voice low = voice(tone(300, 44_100, 1, 1.0), 0.5, 1.0);
        Voice high = voice(tone(2_000, 22_050, 2, 1.0), 2.0, 0.6);
        Path out = stitched(82, List.of(low, high));

        SoundInfo info = Sounds.inspect(out, Limits.DEFAULT);
        assertThat(info.sampleRate()).isEqualTo(48_000);
        assertThat(info.channels()).isEqualTo(2);
        float[] heard = Sounds.voice(out, Limits.DEFAULT);
        assertThat(strength(heard, 300, 0.1, 0.4)).isLessThan(0.01);
        assertThat(strength(heard, 300, 0.6, 1.4)).isCloseTo(0.5, within(0.03));
        assertThat(strength(heard, 2_000, 0.6, 1.4)).isLessThan(0.01);
        assertThat(strength(heard, 2_000, 2.1, 2.5)).isCloseTo(0.5, within(0.03));
        assertThat(strength(heard, 2_000, 2.7, 3.2)).isLessThan(0.01);
    }

    @Test
    void loudVoicesTogetherAreBentNotClipped() throws MediaException {
        List<Voice> voices = DoubleStream.of(2.0, 2.1, 2.2, 2.3)
                .mapToObj(seconds -> voice(tone(400, 48_000, 1, seconds), 0, 2))
                .toList();
        Path out = stitched(50, voices);
        assertThat(Sounds.inspect(out, Limits.DEFAULT).peak()).isBetween(0.9, 1.1);
    }

    @Test
    void aRecordingKeepsItsRateAndIsFilledUpWithSilence() throws MediaException {
        Path out = stitched(75, List.of(voice(tone(500, 22_050, 1, 1.0), 0, 1.0)));
        SoundInfo info = Sounds.inspect(out, Limits.DEFAULT);
        assertThat(info.sampleRate()).isEqualTo(22_050);
        assertThat(info.channels()).isEqualTo(1);
        float[] heard = Sounds.voice(out, Limits.DEFAULT);
        assertThat(strength(heard, 500, 0.1, 0.9)).isCloseTo(0.5, within(0.03));
        assertThat(strength(heard, 500, 1.2, 2.9)).isLessThan(0.005);
    }

    @Test
    void aRateThatAacDoesNotKnowBecomes48kHz() throws MediaException {
        Path out = stitched(25, List.of(voice(tone(500, 20_000, 1, 1.0), 0, Double.POSITIVE_INFINITY)));
        assertThat(Sounds.inspect(out, Limits.DEFAULT).sampleRate()).isEqualTo(48_000);
        assertThat(strength(Sounds.voice(out, Limits.DEFAULT), 500, 0.1, 0.9)).isCloseTo(0.5, within(0.03));
    }

    @Test
    void withoutVoicesThereIsNoSoundTrack() throws MediaException {
        VideoInfo info = Stitcher.inspect(stitched(25, List.of()));
        assertThat(info.audioCodec()).isNull();
        assertThat(info.audioSeconds()).isZero();
    }

    @Test
    void theSameChunksGiveTheSameFile() throws MediaException {
        List<Segment> segments = PaintedFrames.encodeVideo(folder, 82);
        List<Voice> voices = List.of(voice(TestFiles.tone(44_100, 3.3), 0, 3.3));
        Stitcher.stitch(segments, voices, Map.of("title", "one"), folder.resolve("a.mp4"));
        Stitcher.stitch(segments, voices, Map.of("title", "one"), folder.resolve("b.mp4"));
        assertThat(folder.resolve("a.mp4")).hasSameBinaryContentAs(folder.resolve("b.mp4"));
    }

    @Test
    void metadataIsStoredAsItIs() throws MediaException {
        Path out = folder.resolve("out.mp4");
        Stitcher.stitch(PaintedFrames.encodeVideo(folder, 5), List.of(), Map.of("title", "Zwei Köpfe"), out);
        assertThat(new String(TestFiles.readAll(out), StandardCharsets.UTF_8)).contains("Zwei Köpfe");
    }

    @Test
    void aSegmentThatLacksFramesIsRefused() {
        Segment segment = PaintedFrames.encode(folder.resolve("a.m4s"), 0, 10);
        assertRefused(List.of(new Segment(segment.file(), 11)), "Segment 0 of 1 holds 10 frames, expected 11");
        assertRefused(List.of(new Segment(segment.file(), 9)), "Segment 0 of 1 holds more than the expected 9 frames");
    }

    @Test
    void aSegmentThatIsCutOffIsRefused() {
        Segment whole = PaintedFrames.encode(folder.resolve("a.m4s"), 0, 10);
        Path cut = TestFiles.write(folder.resolve("b.m4s"), TestFiles.cut(TestFiles.readAll(whole.file()), 60));
        assertRefused(List.of(whole, new Segment(cut, 10)), "Segment 1 of 2");
    }

    @Test
    void aSegmentOfAnotherSizeIsRefused() {
        Segment first = PaintedFrames.encode(folder.resolve("a.m4s"), 0, 10);
        Path other = folder.resolve("b.m4s");
        try (ChunkEncoder encoder = new ChunkEncoder(other, 64, 64, 10, 1, "libx264")) {
            encoder.add(new Picture(64, 64, new byte[64 * 64 * 3]));
            encoder.finish();
        }
        assertRefused(
                List.of(first, new Segment(other, 1)),
                "Segment 1 of 2 was encoded with different settings than segment 0");
    }

    @Test
    void theSameRecordingAtTheSameTimeIsHeardOnce() throws MediaException {
        byte[] loud = TestFiles.wav(WavFormat.PCM_S16LE, 44_100, 2, 44_100, TestFiles.sine(440, 0.9, 44_100));
        Path copy = TestFiles.write(folder.resolve("copy.wav"), loud);
        Voice first = voice(loud, 0, 1);
        float[] alone = Sounds.voice(stitched(25, List.of(first)), Limits.DEFAULT);
        float[] shared = Sounds.voice(stitched(25, List.of(first, new Voice(copy, 0, 1))), Limits.DEFAULT);
        assertThat(shared).isEqualTo(alone);
    }

    @Test
    void theSameRecordingAtAnotherTimeIsHeardAgain() throws MediaException {
        byte[] tone = tone(440, 48_000, 1, 0.4);
        float[] heard = Sounds.voice(stitched(25, List.of(voice(tone, 0, 0.4), voice(tone, 0.5, 0.4))), Limits.DEFAULT);
        assertThat(strength(heard, 440, 0.1, 0.3)).isCloseTo(0.5, within(0.02));
        assertThat(strength(heard, 440, 0.6, 0.8)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void aPartOfARecordingIsHeardWhereItWasPut() throws MediaException {
        Voice low = voice(tone(300, 44_100, 1, 1.0), 0, 1.0);
        IntToDoubleFunction first = TestFiles.sine(700, 0.5, 48_000);
        IntToDoubleFunction second = TestFiles.sine(2_000, 0.5, 48_000);
        IntToDoubleFunction both = i -> (i < 48_000 ? first : second).applyAsDouble(i);
        Path file = voice(TestFiles.wav(WavFormat.PCM_S16LE, 48_000, 1, 96_000, both), 0, 2)
                .file();
        Path out = stitched(75, List.of(low, new Voice(file, 2.0, 0.5, 1.25)));

        float[] heard = Sounds.voice(out, Limits.DEFAULT);
        assertThat(strength(heard, 700, 2.05, 2.45)).isLessThan(0.01);
        assertThat(strength(heard, 2_000, 2.05, 2.45)).isCloseTo(0.5, within(0.03));
        assertThat(strength(heard, 2_000, 2.6, 2.9)).isLessThan(0.01);
    }

    @Test
    void partsOfARecordingThatTouchAreTheRecording() throws MediaException {
        byte[] wav = TestFiles.wav(WavFormat.PCM_S16LE, 44_100, 2, 88_200, TestFiles.sine(440, 0.5, 88_200));
        Voice whole = voice(wav, 0, 2);
        float[] alone = Sounds.voice(stitched(50, List.of(whole)), Limits.DEFAULT);
        List<Voice> parts = List.of(new Voice(whole.file(), 0, 1.25), new Voice(whole.file(), 1.0, 1.0, 1.0));
        assertThat(Sounds.voice(stitched(50, parts), Limits.DEFAULT)).isEqualTo(alone);
    }

    @Test
    void aPartThatJoinsTwoOthersIsHeardOnce() throws MediaException {
        Voice whole = voice(tone(440, 44_100, 1, 3.0), 0, 3);
        float[] alone = Sounds.voice(stitched(75, List.of(whole)), Limits.DEFAULT);
        List<Voice> parts = List.of(
                new Voice(whole.file(), 0, 1), new Voice(whole.file(), 2, 1, 2), new Voice(whole.file(), 0.5, 2, 0.5));
        assertThat(Sounds.voice(stitched(75, parts), Limits.DEFAULT)).isEqualTo(alone);
    }

    private void assertRefused(List<Segment> segments, String message) {
        Path out = folder.resolve("out.mp4");
        assertThatThrownBy(() -> Stitcher.stitch(segments, List.of(), Map.of(), out))
                .isInstanceOfSatisfying(
                        MediaException.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNREADABLE))
                .hasMessageContaining(message);
        assertThat(out).doesNotExist();
        assertThat(folder.resolve("out.mp4.part")).doesNotExist();
    }

    private Path stitched(int frames, List<Voice> voices) throws MediaException {
        Path out = folder.resolve("out.mp4");
        VideoInfo made = Stitcher.stitch(PaintedFrames.encodeVideo(folder, frames), voices, Map.of(), out);
        assertThat(made).isEqualTo(Stitcher.inspect(out));
        return out;
    }

    private Voice voice(byte[] wav, double start, double seconds) {
        Path file = folder.resolve("voice-%d.wav".formatted(Arrays.hashCode(wav)));
        return new Voice(TestFiles.write(file, wav), start, seconds);
    }

    private static byte[] tone(double hertz, int rate, int channels, double seconds) {
        return TestFiles.wav(
                WavFormat.PCM_S16LE, rate, channels, (int) (seconds * rate), TestFiles.sine(hertz, 0.5, rate));
    }

    /** Amplitude of a frequency between two times. */
    private static double strength(float[] voice, double hertz, double from, double to) {
        int begin = (int) (from * Sounds.VOICE_RATE);
        int end = (int) (to * Sounds.VOICE_RATE);
        double real = 0;
        double imaginary = 0;
        for (int i = begin; i < end; i++) {
            double angle = 2 * Math.PI * hertz * i / Sounds.VOICE_RATE;
            real += voice[i] * Math.cos(angle);
            imaginary += voice[i] * Math.sin(angle);
        }
        return 2 * Math.hypot(real, imaginary) / (end - begin);
    }
}
