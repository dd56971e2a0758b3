package dev.parley.worker.multitalk;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestDefaults;
import dev.parley.worker.TestMedia;
import dev.parley.worker.render.JobInputs;
import java.time.Instant;
import java.util.List;

/** Scenes that take seconds to render: small pictures, short windows, one step. */
final class TinyPlans {
    static final int SIDE = 96;
    static final int WINDOW = 17;
    static final int MOTION = 5;
    static final int STEPS = 1;

    /** @param request JSON of a request; what it leaves open is filled in */
    static RenderPlan plan(String request, int frames) {
        RenderSettings filled =
                RequestDefaults.fill(Json.read(request, RenderRequest.class), RenderRequest.Engine.MULTITALK);
        return new RenderPlan(
                JobId.create(Instant.EPOCH),
                filled,
                SIDE,
                SIDE,
                new ChunkPlan(frames, WINDOW, MOTION),
                "inputs/none",
                List.of(),
                null,
                List.of(),
                null);
    }

    static JobInputs one(int frames) {
        return one(frames, "");
    }

    /** @param fields more of the request's, each followed by a comma */
    static JobInputs one(int frames, String fields) {
        return one(frames, fields, STEPS);
    }

    static JobInputs one(int frames, String fields, int steps) {
        String request =
                """
                {%s"speakers":[{"audio":"x"}],"colorCorrection":0,
                 "sampling":{"steps":%d,"shift":3,"textGuidance":1,"audioGuidance":2}}"""
                        .formatted(fields, steps);
        return new JobInputs(
                plan(request, frames),
                TestMedia.face(120, 100),
                List.of(new JobInputs.Voice(0, TestMedia.speech(frames / 25.0), 0)));
    }

    private TinyPlans() {}
}
