package dev.parley.ingest.jobs;

import dev.parley.contracts.JobState;
import dev.parley.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * What a list looks for in a job, beyond its status and tenant.
 *
 * @param prompt as far as it is known, in lower case; or null
 */
record Listed(Map<String, String> labels, String prompt) {
    static Listed of(JobState job) {
        String prompt = job.asked() == null ? null : job.asked().prompt();
        return new Listed(job.labels(), prompt == null ? null : prompt.toLowerCase(Locale.ROOT));
    }

    static Listed read(byte[] bytes) {
        return Json.read(new String(bytes, StandardCharsets.UTF_8), Listed.class);
    }

    byte[] bytes() {
        return Json.write(this).getBytes(StandardCharsets.UTF_8);
    }
}
