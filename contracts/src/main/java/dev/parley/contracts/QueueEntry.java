package dev.parley.contracts;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a job waits for its {@link RenderTicket}. With the settings that {@link JobState.Intake} has until a worker begins, it
 * is all that the ticket's plan is made of.
 *
 * @param expiresAt when the job is given up if no worker has begun it; null where only the farm's limit counts
 * @param dispatchedAt when its ticket was published; null before
 * @param chunks of the plan; null once it has a ticket
 * @param voices of the plan; empty once it has a ticket
 * @param faces of the plan; empty once it has a ticket, and of jobs of older farms
 * @param phonemes of the plan; null once it has a ticket, where no text was spoken, and of jobs of older farms
 * @param ticket id of the ticket that it had before it gave way, and will have again; null of others
 * @param yields how often it gave way
 */
public record QueueEntry(
        Priority priority,
        Instant expiresAt,
        Instant dispatchedAt,
        ChunkPlan chunks,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RenderPlan.VoiceTrack> voices,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RenderPlan.SpeakerFace> faces,
        String phonemes,
        String ticket,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int yields) {
    /** Of a job of which nothing is known yet. */
    static final QueueEntry UNKNOWN = new QueueEntry(null, null, null, null, List.of(), List.of(), null, null, 0);

    public QueueEntry {
        priority = requireNonNullElse(priority, Priority.NORMAL);
        voices = voices == null ? List.of() : List.copyOf(voices);
        faces = faces == null ? List.of() : List.copyOf(faces);
    }

    static QueueEntry of(RenderPlan plan, Instant acceptedAt) {
        RenderSettings settings = plan.settings();
        return new QueueEntry(
                settings.priority(),
                settings.expiresAfterSeconds() == null
                        ? null
                        : acceptedAt.plus(Duration.ofMillis(Math.round(settings.expiresAfterSeconds() * 1_000))),
                null,
                plan.chunks(),
                plan.voices(),
                plan.faces(),
                plan.phonemes(),
                null,
                0);
    }

    /** Whether the ticket is still to be published. */
    boolean isWaiting() {
        return dispatchedAt == null && chunks != null;
    }

    QueueEntry dispatched(Instant at) {
        return new QueueEntry(priority, expiresAt, at, null, List.of(), List.of(), null, ticket, yields);
    }

    /** A worker has begun, so there was a ticket, whether or not that was heard. */
    QueueEntry begun() {
        return chunks == null ? this : dispatched(dispatchedAt);
    }

    /** It gave way, and waits again; as it was begun once, it has no time to be begun by. */
    QueueEntry again(RenderPlan plan, String kept) {
        return new QueueEntry(
                priority, null, null, plan.chunks(), plan.voices(), plan.faces(), plan.phonemes(), kept, yields + 1);
    }

    QueueEntry with(Priority other) {
        return new QueueEntry(other, expiresAt, dispatchedAt, chunks, voices, faces, phonemes, ticket, yields);
    }
}
