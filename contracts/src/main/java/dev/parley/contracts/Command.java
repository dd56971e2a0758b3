package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** An instruction to the farm's processes, on {@link Topics#COMMANDS}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.CancelJob.class, name = "cancel-job"),
    @JsonSubTypes.Type(value = Command.DrainWorker.class, name = "drain-worker")
})
public sealed interface Command {
    Instant at();

    /** Stop working on a job, wherever it is. */
    record CancelJob(JobId jobId, String reason, Instant at) implements Command {}

    /** Finish the job in hand, then claim no more. */
    record DrainWorker(String worker, String reason, Instant at) implements Command {}
}
