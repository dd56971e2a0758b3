package dev.parley.ingest.jobs;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.CloudEvent;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.JobState;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.RenderRequestSpeakerBuilder;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.RequestFingerprint;
import dev.parley.contracts.SealedWebhook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** States of jobs, as events make them. */
public final class States {
    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    public static JobState accepted(Instant at) {
        return accepted(at, null);
    }

    public static JobState accepted(Instant at, SealedWebhook webhook) {
        return JobState.first(acceptance(at, webhook));
    }

    /** Accepted, and claimable since then. */
    public static JobState dispatched(Instant at) {
        return after(waiting(at, RenderRequestBuilder.builder().build()), at, new JobEvent.Dispatched());
    }

    /** In the queue. */
    public static JobState waiting(Instant at, RenderRequest request) {
        JobId job = new JobId(UUID.randomUUID().toString());
        return JobState.after(null, event(job, at, acceptance(job, request)), at);
    }

    /** What lets a job into the queue. */
    public static JobEvent acceptance(JobId job, RenderRequest request) {
        RenderRequest asked = RenderRequestBuilder.builder(request)
                .speakers(List.of(RenderRequestSpeakerBuilder.builder().build()))
                .build();
        RenderPlan plan = new RenderPlan(
                job,
                RequestDefaults.fill(asked, Engine.PANTOMIME),
                832,
                480,
                new ChunkPlan(50, 81, 25),
                "inputs/picture",
                List.of(),
                null,
                List.of(),
                null);
        return JobEvent.Accepted.of(plan, null, RequestFingerprint.of(asked), null, List.of("inputs/picture"));
    }

    private static CloudEvent acceptance(Instant at, SealedWebhook webhook) {
        return event(
                new JobId(UUID.randomUUID().toString()),
                at,
                new JobEvent.Accepted(
                        "default",
                        Map.of("k", "v"),
                        Engine.PANTOMIME,
                        1,
                        50,
                        1,
                        832,
                        480,
                        null,
                        webhook,
                        null,
                        null,
                        null,
                        List.of()));
    }

    public static JobState after(JobState state, Instant at, JobEvent event) {
        return state.apply(event(state.jobId(), at, event));
    }

    private static CloudEvent event(JobId job, Instant at, JobEvent event) {
        return CloudEvent.of("/test", job, at, event);
    }

    private States() {}
}
