package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The laboratory in short: a few jobs, a few kinds, one seed. {@code tools/faults/run} has all of it. */
class LaboratoryIT {
    private static final long SEED = 21;

    @TempDir
    Path folder;

    @Test
    void nothingIsLostWhenPartsDieAndTheStoreLies() throws Exception {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        Path house = Path.of("../..").toAbsolutePath().normalize();
        Experiment.Plan plan = new Experiment.Plan(
                SEED,
                3,
                3,
                Duration.ofSeconds(9),
                Duration.ofSeconds(3),
                0,
                List.of(Disturbance.WORKER_KILL, Disturbance.STORE_LOST_ANSWER, Disturbance.DEVICE_ERROR),
                false);
        try (Laboratory lab =
                new Laboratory(house, List.of(), folder, new Laboratory.Size(1, 2, Laboratory.LOCK), SEED)) {
            assertThat(new Experiment(lab, plan, System.out).run()).isEmpty();
        }
    }
}
