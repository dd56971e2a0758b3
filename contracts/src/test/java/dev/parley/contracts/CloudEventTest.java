package dev.parley.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CloudEventTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final JobId JOB = JobId.create(NOW);

    @Test
    void comesBackAsItWasWritten() {
        for (JobEvent event : List.of(
                new JobEvent.Accepted(
                        "t",
                        Map.of("a", "b"),
                        RenderRequest.Engine.PANTOMIME,
                        1,
                        25,
                        1,
                        640,
                        640,
                        null,
                        null,
                        null,
                        null,
                        null,
                        List.of()),
                new JobEvent.Rejected(List.of(new Violation("image", "missing", "no picture")), null, null, null),
                new JobEvent.Claimed("w1", 1, 0),
                new JobEvent.Progress(1, 1, 2, 3, 4, 5.0),
                new JobEvent.Chunk(1, 0, 1, 25, 25),
                new JobEvent.Assembling(1),
                new JobEvent.Completed("videos/x.mp4", 25, 1, 1, 640, 640, 10, "00"),
                new JobEvent.Failed(Fault.INTERNAL, "oops", 2),
                new JobEvent.Cancelled("asked"))) {
            CloudEvent sent = CloudEvent.of("/test", JOB, NOW, event);
            assertThat(Json.read(Json.write(sent), CloudEvent.class)).isEqualTo(sent);
        }
    }

    @Test
    void carriesItsTypeOnceAndOutsideTheData() {
        String json = Json.write(CloudEvent.of("/test", JOB, NOW, new JobEvent.Assembling(3)));
        assertThat(json).containsOnlyOnce("\"type\":\"dev.parley.job.assembling\"");
        assertThat(json).contains("\"data\":{\"chunks\":3}");
    }

    /** As the CloudEvents extension for distributed tracing has it: beside the other attributes. */
    @Test
    void saysWhereItsTraceIs() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        CloudEvent traced = CloudEvent.of("/test", JOB, NOW, new JobEvent.Assembling(3), traceparent);
        assertThat(Json.write(traced)).contains("\"traceparent\":\"" + traceparent + "\"");
        assertThat(Json.read(Json.write(traced), CloudEvent.class)).isEqualTo(traced);
        assertThat(Json.write(CloudEvent.of("/test", JOB, NOW, new JobEvent.Assembling(3))))
                .doesNotContain("traceparent");
    }

    @Test
    void anEventOfAnOlderFarmNamesOurFaultsOtherwise() {
        CloudEvent failed = CloudEvent.of("/test", JOB, NOW, new JobEvent.Failed(Fault.INTERNAL, "oops", 2));
        String old = Json.write(failed).replace("\"INTERNAL\"", "\"BUG\"");
        assertThat(old).contains("\"BUG\"");
        assertThat(Json.read(old, CloudEvent.class)).isEqualTo(failed);
    }
}
