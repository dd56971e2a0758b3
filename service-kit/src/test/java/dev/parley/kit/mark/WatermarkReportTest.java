package dev.parley.kit.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.kit.mark.WatermarkReport.Mark;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Picture;
import dev.parley.watermark.FrameMarker;
import dev.parley.watermark.MarkKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mark from the farm to somebody who has the video: through H.264. */
class WatermarkReportTest {
    private static final int SIDE = 256;
    private static final int FRAMES = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final FarmMark farm = new FarmMark("a secret");
    private final JobId job = JobId.create(Instant.EPOCH);

    @TempDir
    Path folder;

    @Test
    void theFarmKnowsTheJobOfItsVideo() throws Exception {
        WatermarkReport report = look(video(new FrameMarker(SIDE, SIDE, MarkKey.PUBLIC, farm.payload(job))));
        assertThat(report.state()).isEqualTo("found");
        Mark mark = report.marks().get(0);
        assertThat(mark.chance()).isLessThan(-7);
        assertThat(mark.from()).isZero();
        JobId other = JobId.create(Instant.now());
        assertThat(farm.job(mark.bits(), Stream.of(other, job))).hasValue(job);
        assertThat(farm.job(mark.bits(), Stream.of(other))).isEmpty();
        assertThat(new FarmMark("another secret").isOurs(mark.bits())).isFalse();
    }

    @Test
    void anUnmarkedVideoHasNone() throws Exception {
        assertThat(look(video(null)).state()).isEqualTo("none");
    }

    @Test
    void whatIsNoVideoIsNotChecked() throws Exception {
        WatermarkReport report = look(Files.writeString(folder.resolve("letter"), "a letter"));
        assertThat(report.state()).isEqualTo("unchecked");
        assertThat(report.problem()).contains("not in a known sound or video format");
    }

    @Test
    void aVideoThatBreaksOffIsLookedAtAsFarAsItGoes() throws Exception {
        Path whole = video(new FrameMarker(SIDE, SIDE, MarkKey.PUBLIC, farm.payload(job)));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(bytes, bytes.length * 9 / 10));
        assertThat(look(cut).state()).isIn("found", "unchecked");
    }

    private static WatermarkReport look(Path video) {
        return WatermarkReport.of(video, Long.MAX_VALUE, MarkKey.PUBLIC, PATIENCE);
    }

    private Path video(FrameMarker marker) {
        Path file = folder.resolve("video.mp4");
        byte[] frame = new byte[SIDE * SIDE * 3];
        Random random = new Random(1);
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (byte) (100 + i / 3 / SIDE / 4 + random.nextInt(4));
        }
        try (ChunkEncoder encoder = new ChunkEncoder(file, SIDE, SIDE, 0, FRAMES, ChunkEncoder.bestEncoder())) {
            for (int i = 0; i < FRAMES; i++) {
                encoder.add(new Picture(SIDE, SIDE, marker == null ? frame : marker.mark(frame)));
            }
            encoder.finish();
        }
        return file;
    }
}
