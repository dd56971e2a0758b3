package dev.parley.ingest.intake;

import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequest.Speaker;
import java.util.ArrayList;
import java.util.List;

/** A request whose inputs were looked at and lie in the store, and the plan that came of it. */
record AdmittedRequest(RenderRequest asked, RenderPlan plan) {
    JobId job() {
        return plan.jobId();
    }

    /**
     * As it was asked, but with its id, and with its inputs where they lie now. Two portraits are one picture by now, so the
     * request that is published has that.
     */
    RenderRequest stored() {
        return RequestCopy.copy(asked, job().value(), asked.idempotencyKey(), plan.picture(), storedSpeakers());
    }

    private List<Speaker> storedSpeakers() {
        List<Speaker> speakers = new ArrayList<>(asked.speakers());
        for (VoiceTrack voice : plan.voices()) {
            Speaker said = speakers.get(voice.speaker());
            speakers.set(
                    voice.speaker(), new Speaker(voice.object(), null, null, said.box(), null, said.startSeconds()));
        }
        return speakers;
    }

    JobEvent.Accepted accepted() {
        return new JobEvent.Accepted(
                plan.request().tenant(),
                plan.request().labels(),
                plan.engine(),
                plan.request().speakers().size(),
                plan.chunks().frames(),
                plan.chunks().count(),
                plan.width(),
                plan.height(),
                null,
                plan.request().webhook());
    }
}
