package dev.parley.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.hub.PullPlan.PlannedFile;
import dev.parley.hub.PullPlan.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PullMeterTest {
    private static final ContentId ID = new ContentId(ContentId.Kind.SHA256, "0".repeat(64));

    private static PlannedFile file(long bytes, long there) {
        return new PlannedFile(
                "it",
                "main",
                null,
                new HubFile("someone/model", "main", "a.bin", bytes, ID),
                Path.of("model"),
                "a.bin",
                State.MISSING,
                there);
    }

    @Test
    void whatIsThereAndWhatCameCount() {
        PullMeter meter = new PullMeter(new PullPlan(List.of(), List.of(file(1000, 400), file(500, 0))));
        assertThat(meter.total()).isEqualTo(1500);
        assertThat(meter.there()).isEqualTo(400);
        meter.add(300);
        assertThat(meter.there()).isEqualTo(700);
        meter.add(-300);
        assertThat(meter.there()).isEqualTo(400);
    }

    @Test
    void aFileThatSomebodyElseBroughtCountsToo() {
        PlannedFile half = file(1000, 400);
        PullMeter meter = new PullMeter(new PullPlan(List.of(), List.of(half, file(500, 0))));
        meter.add(100);
        meter.done(half);
        assertThat(meter.there()).isEqualTo(1000);
        meter.done(file(500, 0));
        assertThat(meter.there()).isEqualTo(1500);
    }

    @Test
    void theTimeLeftFollowsFromTheSpeed() {
        PullMeter meter = new PullMeter(new PullPlan(List.of(), List.of(file(1000, 0))));
        assertThat(meter.left()).isEmpty();
        assertThat(meter.measure(Duration.ofHours(1))).isFalse();
        meter.add(500);
        assertThat(meter.measure(Duration.ZERO)).isTrue();
        assertThat(meter.bytesPerSecond()).isPositive();
        meter.add(500);
        assertThat(meter.left()).hasValue(Duration.ZERO);
    }
}
