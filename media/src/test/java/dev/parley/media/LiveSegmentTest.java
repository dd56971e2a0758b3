package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.media.Stitcher.Segment;
import dev.parley.media.Stitcher.Voice;
import dev.parley.media.TestFiles.WavFormat;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveSegmentTest {
    private static final int FRAMES = 192;
    private static final double SECONDS = FRAMES / 25.0;

    @TempDir
    private Path folder;

    @Test
    void segmentsOneAfterTheOtherAreTheVideo() throws MediaException {
        Path joined = joined(live(48_000));
        assertThat(VideoProbe.frames(joined, PaintedFrames::numberOf))
                .isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
        List<VideoProbe.Packet> packets = VideoProbe.packets(joined);
        for (int i = 0; i < FRAMES; i++) {
            assertThat(packets.get(i).pts() * 25)
                    .isEqualTo((long) i * packets.get(i).ticksPerSecond());
        }
    }

    /** A player starts anywhere: what it gets is at its place in the video, not at its beginning. */
    @Test
    void aSegmentAloneKeepsItsPlace() throws MediaException {
        LiveSegment second = live(48_000).get(1);
        Path alone = TestFiles.write(folder.resolve("alone.mp4"), bytes(List.of(second)));
        VideoProbe.Packet first = VideoProbe.packets(alone).get(0);
        assertThat(first.pts() * 25).isEqualTo(81L * first.ticksPerSecond());
        assertThat(first.key()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {16_000, 44_100, 48_000})
    void theSoundIsThatOfTheFinishedVideo(int rate) throws MediaException {
        Path whole = folder.resolve("whole.mp4");
        Stitcher.stitch(PaintedFrames.encodeVideo(folder, FRAMES), voices(rate), Map.of(), whole);
        float[] expected = Sounds.voice(whole, Limits.DEFAULT);
        float[] heard = Sounds.voice(joined(live(rate)), Limits.DEFAULT);
        assertThat(heard.length).isCloseTo(expected.length, within(2 * AacEncoder.PACKET_SAMPLES));
        // The first packet has none before it to lean on, and is heard half.
        for (int i = 2 * AacEncoder.PACKET_SAMPLES; i < expected.length - 2 * AacEncoder.PACKET_SAMPLES; i++) {
            assertThat(heard[i]).as("sample " + i).isCloseTo(expected[i], within(0.02f));
        }
    }

    @Test
    void headersAndSegmentsComeApart() throws MediaException {
        List<LiveSegment> segments = live(44_100);
        assertThat(segments).hasSize(3);
        assertThat(segments).allSatisfy(segment -> {
            assertThat(segment.header()).hasSameSizeAs(segments.get(0).header());
            assertThat(boxes(segment.header())).containsExactly("ftyp", "moov");
            assertThat(boxes(segment.media())).containsExactly("moof", "mdat");
        });
    }

    @Test
    void nothingIsLeftBehind() throws MediaException {
        live(48_000);
        assertThat(folder.resolve("scratch")).doesNotExist();
        assertThat(folder.resolve("scratch.part")).doesNotExist();
    }

    @Test
    void framesBeyondTheVideoAreRefused() {
        Segment chunk = PaintedFrames.encode(folder.resolve("a.m4s"), 0, 10);
        assertThatThrownBy(() -> LiveSegment.of(chunk, 0, 9, voices(48_000), folder.resolve("scratch")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Frames 0 to 10 are not in a video of 9");
    }

    private List<LiveSegment> live(int rate) throws MediaException {
        List<Voice> voices = voices(rate);
        List<LiveSegment> segments = new ArrayList<>();
        int first = 0;
        for (Segment chunk : PaintedFrames.encodeVideo(folder, FRAMES)) {
            segments.add(LiveSegment.of(chunk, first, FRAMES, voices, folder.resolve("scratch")));
            first += chunk.frames();
        }
        return segments;
    }

    private List<Voice> voices(int rate) {
        byte[] tone =
                TestFiles.wav(WavFormat.PCM_S16LE, rate, 1, (int) (SECONDS * rate), TestFiles.sine(330, 0.5, rate));
        return List.of(new Voice(TestFiles.write(folder.resolve(rate + ".wav"), tone), 0, SECONDS));
    }

    private Path joined(List<LiveSegment> segments) {
        return TestFiles.write(folder.resolve("joined.mp4"), bytes(segments));
    }

    private static byte[] bytes(List<LiveSegment> segments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(segments.get(0).header());
        segments.forEach(segment -> out.writeBytes(segment.media()));
        return out.toByteArray();
    }

    private List<String> boxes(byte[] mp4) {
        return VideoProbe.boxes(TestFiles.write(folder.resolve("boxes.mp4"), mp4));
    }
}
