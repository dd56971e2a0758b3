package dev.parley.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of each, with every field filled in. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final JobId JOB = new JobId("019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071");
    static final RenderRequest.Webhook WEBHOOK = new RenderRequest.Webhook(
            "https://x.example/hook", "whsec_" + "MfKQ".repeat(8), List.of(WebhookEvent.COMPLETED));
    static final SealedWebhook SEALED = new SealedWebhook("https://x.example/hook", "v1.c2VhbGVk");
    static final JobEvent.Accepted ACCEPTED = new JobEvent.Accepted(
            "studio",
            Map.of("episode", "12"),
            RenderRequest.Engine.PANTOMIME,
            2,
            193,
            3,
            640,
            480,
            12.5,
            SEALED,
            "image=Gx0d3kQ_",
            plan(),
            JobId.create(NOW),
            List.of(Requests.PICTURE, Requests.VOICE));
    static final JobEvent.Completed COMPLETED =
            new JobEvent.Completed("videos/" + JOB + ".mp4", 193, 7.72, 7.73, 640, 480, 1_000, "0".repeat(64));

    static RenderRequest request() {
        return RenderRequestBuilder.builder()
                .schemaVersion(1)
                .jobId(JOB.value())
                .idempotencyKey("order 66")
                .tenant("studio")
                .labels(Map.of("episode", "12", "a.b/c-d", ""))
                .image(Requests.PICTURE)
                .speakers(List.of(
                        new RenderRequest.Speaker(Requests.VOICE, null, null, new Box(0, 1.5, 20, 30), null, 0.0, 2),
                        new RenderRequest.Speaker(null, "Hello!", "af_heart", null, null, 2.5, null)))
                .prompt("Two people talk.")
                .negativePrompt("rain")
                .mode(RenderRequest.Mode.CLIP)
                .size(RenderRequest.Size.MULTITALK_720)
                .preset("fusionx")
                .sampling(new RenderRequest.Sampling(9, 2.5, 1.0, 2.0, 7L, 41, 9, false))
                .loras(List.of(new RenderRequest.Lora("Wan2.1_T2V_14B_FusionX_LoRA", 0.8)))
                .teaCache(new RenderRequest.TeaCache(true, 0.3))
                .apg(new RenderRequest.Apg(true, -0.5, 27.0))
                .colorCorrection(0.5)
                .quantization(RenderRequest.Quantization.INT8)
                .lowVram(true)
                .lengthLimitSeconds(60.0)
                .visibleMark(new VisibleMark(VisibleMark.Language.JA, VisibleMark.Corner.TOP_LEFT))
                .audioMix(RenderRequest.AudioMix.TIMELINE)
                .experimental(true)
                .engine(RenderRequest.Engine.PANTOMIME)
                .priority(Priority.LOW)
                .expiresAfterSeconds(90.5)
                .webhook(WEBHOOK)
                .build();
    }

    static RenderSettings settings() {
        return RequestDefaults.fill(request(), RenderRequest.Engine.PANTOMIME);
    }

    static RenderPlan plan() {
        return new RenderPlan(
                JOB,
                settings(),
                640,
                480,
                new ChunkPlan(193, 81, 25),
                Requests.PICTURE,
                List.of(new RenderPlan.VoiceTrack(0, Requests.VOICE, 0, 7.73)),
                null,
                List.of(WarningCode.SMALL_FACE.at("image", "a mouth of 3 pixels", 2, 47)),
                null,
                List.of(new RenderPlan.SpeakerFace(
                        0, new RenderPlan.Spot(202.6, 100.7), new RenderPlan.Spot(247.5, 103.3))),
                ObjectKeys.phonemes(JOB, "0".repeat(64)));
    }

    /** One event of each type, in the order in which they happen. */
    static List<JobEvent> events() {
        return List.of(
                ACCEPTED,
                new JobEvent.Prioritized(Priority.HIGH),
                new JobEvent.Dispatched(),
                new JobEvent.Claimed("w1", 1, 0),
                new JobEvent.Progress(1, 1, 3, 2, 8, 40.0),
                new JobEvent.Chunk(1, 0, 3, 81, 193),
                new JobEvent.Yielded("w1", 1, "t1", plan()),
                new JobEvent.Assembling(3),
                COMPLETED,
                new JobEvent.Rejected(
                        List.of(new Violation("image", "missing", "found no picture")),
                        Map.of("a", "b"),
                        SEALED,
                        "*=Gx0d3kQ_"),
                new JobEvent.Failed(Fault.OUT_OF_MEMORY, "found 8 GiB, needed 16", 3),
                new JobEvent.Cancelled("asked"),
                new JobEvent.Redelivery(),
                new JobEvent.Deleted());
    }

    static CloudEvent cloudEvent(JobEvent event) {
        return CloudEvent.of("/test", JOB, NOW, event);
    }

    private Samples() {}
}
