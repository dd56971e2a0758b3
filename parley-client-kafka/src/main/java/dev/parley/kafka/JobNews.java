package dev.parley.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * An event of a job, from the topic {@code parley.events}.
 *
 * @param id the same id is the same event, which may come twice
 * @param name what happened: {@code accepted}, {@code rejected}, {@code claimed}, {@code progress}, {@code chunk},
 *     {@code assembling}, {@code completed}, {@code failed}, {@code cancelled}, {@code deleted} or, of a newer farm, others
 * @param data what the farm's AsyncAPI document says of such events
 */
public record JobNews(String jobId, String id, String name, JsonNode data) {
    private static final String TYPE = "dev.parley.job.";
    private static final Set<String> ENDS = Set.of("completed", "rejected", "failed", "cancelled");

    static JobNews of(JsonNode event) {
        String type = event.path("type").asText();
        return new JobNews(
                event.path("subject").asText(),
                event.path("id").asText(),
                type.startsWith(TYPE) ? type.substring(TYPE.length()) : type,
                event.path("data"));
    }

    /** Whether nothing more will become of the job. */
    public boolean isEnd() {
        return ENDS.contains(name);
    }
}
