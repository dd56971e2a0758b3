package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** An instruction to the farm's processes, on {@link Topics#COMMANDS}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.CancelJob.class, name = "cancel-job"),
    @JsonSubTypes.Type(value = Command.DrainWorker.class, name = "drain-worker"),
    @JsonSubTypes.Type(value = Command.YieldJob.class, name = "yield-job")
})
public sealed interface Command {
    Instant at();

    /** Stop working on a job, wherever it is. */
    record CancelJob(JobId jobId, String reason, Instant at) implements Command {}

    /** Leave a job at its next step and let it wait again, so that its worker is free for one that is more urgent. */
    record YieldJob(JobId jobId, String reason, Instant at) implements Command {}

    /** Finish the job in hand, then claim no more. */
    record DrainWorker(String worker, String reason, Instant at) implements Command {}
}
