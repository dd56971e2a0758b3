package dev.parley.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Set;

/** What a webhook can be called about; each has the name of the {@link JobEvent} that it tells of. */
public enum WebhookEvent {
    @JsonProperty("accepted")
    ACCEPTED,
    @JsonProperty("claimed")
    CLAIMED,
    @JsonProperty("assembling")
    ASSEMBLING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("rejected")
    REJECTED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED;

    /** The ends of a job: what a webhook is called about unless it asks for something else. */
    static final Set<WebhookEvent> ENDS = EnumSet.range(COMPLETED, CANCELLED);

    /** The end of a job that has ended so. */
    static WebhookEvent end(JobStatus status) {
        return valueOf(status.name());
    }

    public boolean terminal() {
        return ENDS.contains(this);
    }

    /** As in requests, and as the last word of the type of the {@link CloudEvent}. */
    public String word() {
        return WireName.of(this);
    }
}
