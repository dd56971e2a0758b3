package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobStatus;
import dev.parley.contracts.JobView;
import dev.parley.contracts.ReadRequest;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RequestReader;
import dev.parley.contracts.VisibleMark;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client has its own few types; what they are called, the farm calls them. What a farm adds harms nobody. */
class ContractTest {
    @Test
    void aJobHasTheFieldsOfTheFarms() {
        assertThat(names(JobView.class)).containsAll(names(Job.class));
        assertThat(names(JobView.Video.class)).containsAll(names(Job.Video.class));
        assertThat(names(dev.parley.contracts.JobState.Progress.class)).containsAll(names(Job.Progress.class));
    }

    @Test
    void aJobHasTheStatesOfTheFarms() {
        List<String> known = Arrays.stream(Job.Status.values())
                .filter(status -> status != Job.Status.UNKNOWN)
                .map(Job.Status::word)
                .toList();
        assertThat(known)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(JobStatus.values()).map(JobStatus::word).toList());
        for (JobStatus status : JobStatus.values()) {
            assertThat(Job.Status.valueOf(status.name()).terminal()).isEqualTo(status.terminal());
        }
    }

    @Test
    void everythingThatARequestCanSayIsUnderstood() {
        JobRequest request = JobRequest.of(JobInput.of(URI.create("https://example.org/pair.png")))
                .speaker(Speaker.audio(JobInput.uploaded("inputs/" + "a".repeat(64)))
                        .box(1, 2, 300, 400)
                        .startSeconds(0)
                        .channel(1))
                .speaker(Speaker.text("Hello.")
                        .voice("kate")
                        .boxOfFractions(0.5, 0, 0.5, 1)
                        .startSeconds(1.5))
                .audioMix(JobRequest.AudioMix.TIMELINE)
                .prompt("two people talk")
                .negativePrompt("blurred")
                .engine("pantomime")
                .preset("standard")
                .size("multitalk-480")
                .seed(7)
                .steps(8)
                .label("episode", "12")
                .label("part", "2")
                .tenant("studio-7")
                .webhook(URI.create("https://example.org/hook"), "whsec_" + "A".repeat(32))
                .visibleMark("fr", "top-left")
                .set("sampling.textGuidance", 2.5)
                .set("lengthLimitSeconds", 10)
                .build();
        ReadRequest read = read(request);
        assertThat(read.warnings()).isEmpty();
        RenderRequest understood = read.request();
        assertThat(understood.idempotencyKey()).isEqualTo(request.idempotencyKey());
        assertThat(understood.audioMix()).isEqualTo(RenderRequest.AudioMix.TIMELINE);
        assertThat(understood.labels()).containsEntry("episode", "12").containsEntry("part", "2");
        assertThat(understood.sampling().steps()).isEqualTo(8);
        assertThat(understood.sampling().textGuidance()).isEqualTo(2.5);
        assertThat(understood.visibleMark())
                .isEqualTo(new VisibleMark(VisibleMark.Language.FR, VisibleMark.Corner.TOP_LEFT));
        assertThat(understood.speakers()).hasSize(2);
        assertThat(understood.speakers().get(0).channel()).isEqualTo(1);
        assertThat(understood.webhook().secret()).startsWith("whsec_");
    }

    @Test
    void portraitsAreWithTheirPeople() {
        JobInput picture = JobInput.of(URI.create("https://example.org/one.png"));
        JobRequest request = JobRequest.ofPortraits()
                .speaker(Speaker.text("Hello.").portrait(picture))
                .speaker(Speaker.text("Hi.").portrait(picture))
                .audioMix(JobRequest.AudioMix.IN_TURN)
                .build();
        assertThat(read(request).request().speakers())
                .extracting(RenderRequest.Speaker::image)
                .containsOnly("https://example.org/one.png");
        assertThat(request.inputs()).hasSize(1);
    }

    @Test
    void requestsOfOneBuilderAreSeveralJobs() {
        JobRequest.Builder builder = JobRequest.ofPortraits().prompt("first");
        JobRequest first = builder.build();
        JobRequest second = builder.prompt("second").build();
        assertThat(second.idempotencyKey()).isNotEqualTo(first.idempotencyKey());
        assertThat(first.json(input -> "").path("prompt").asText()).isEqualTo("first");
    }

    private static ReadRequest read(JobRequest request) {
        String json = request.json(input -> ((JobInput.Reference) input).text()).toString();
        return new RequestReader().examine(json.getBytes(StandardCharsets.UTF_8), true);
    }

    private static List<String> names(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
