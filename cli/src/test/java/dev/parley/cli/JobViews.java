package dev.parley.cli;

import dev.parley.contracts.JobView;
import dev.parley.contracts.Json;

/** Jobs as a farm tells of them. */
public final class JobViews {
    public static final String ID = "019ab000-0000-7000-8000-000000000001";

    /** @param more JSON fields after the job's id, its status and its sequence */
    public static String json(String status, int sequence, String more) {
        return """
                {"jobId": "%s", "status": "%s", "sequence": %d, "attempt": 1, "committedChunks": 0,
                 "committedFrames": 0, "chunks": 5%s}"""
                .formatted(ID, status, sequence, more.isEmpty() ? "" : ", " + more)
                .replace("\n", "");
    }

    public static JobView of(String status, String more) {
        return Json.read(json(status, 1, more), JobView.class);
    }

    private JobViews() {}
}
