package dev.parley.ingest.http;

import dev.parley.contracts.JobView;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spares callers what they have: {@code ETag} and {@code If-None-Match}, RFC 9110. */
final class Etags {
    private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    /** A job's view changes with its number, and with the silence of its worker. */
    static String of(JobView job) {
        return "\"" + job.sequence() + (job.silentSince() == null ? "" : "-silent") + "\"";
    }

    /**
     * {@code answer} with its tag, or 304 if the caller has it. Nobody may keep it without asking.
     *
     * @param ifNoneMatch the header; may be null
     */
    static ResponseBuilder answer(ResponseBuilder answer, String tag, String ifNoneMatch) {
        return (has(ifNoneMatch, tag) ? Response.notModified() : answer)
                .header("ETag", tag)
                .header("Cache-Control", "private, no-cache");
    }

    /** Whether {@code ifNoneMatch} names the tag. */
    static boolean has(String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        Matcher tags = TAG.matcher(ifNoneMatch);
        while (tags.find()) {
            if (tags.group(1).equals(tag)) {
                return true;
            }
        }
        return false;
    }

    private Etags() {}
}
