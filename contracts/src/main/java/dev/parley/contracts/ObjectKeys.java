package dev.parley.contracts;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where objects lie in the store. What is written by one attempt and read by another carries the hash of its bytes in
 * its key, so a late writer can only write the same bytes again; {@link #ledger} alone decides which of them count.
 */
public final class ObjectKeys {
    /** The certificate and the key that sign videos where none are configured; a secret. */
    public static final String CREDENTIALS = "farm/credentials.pem";

    /** Where uploads lie until they are whole and become {@link #input inputs}. */
    public static final String UPLOADS = "uploads/";

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern INPUT = Pattern.compile("inputs/[0-9a-f]{64}");

    /** An uploaded picture or recording, by the SHA-256 of its bytes. */
    public static String input(String sha256) {
        return "inputs/" + checked(sha256);
    }

    /** The SHA-256 of an {@link #input}, by its key. */
    public static String inputHash(String key) {
        return checked(key.substring("inputs/".length()));
    }

    public static boolean isInput(String key) {
        return key != null && INPUT.matcher(key).matches();
    }

    /** Everything of an upload that comes in pieces. */
    public static String uploadFolder(UUID upload) {
        return UPLOADS + upload + "/";
    }

    /** What was said of an upload when it began, and later what has become of it. */
    public static String upload(UUID upload) {
        return uploadFolder(upload) + "upload.json";
    }

    /** The bytes of an upload from {@code offset} on, as far as one call brought them. */
    public static String uploadPart(UUID upload, long offset) {
        return uploadPartsFolder(upload) + String.format(Locale.ROOT, "%019d", offset);
    }

    public static String uploadPartsFolder(UUID upload) {
        return uploadFolder(upload) + "parts/";
    }

    /** The {@link RenderPlan} that the first attempt fixed for all later ones. */
    public static String plan(JobId job) {
        return folder(job) + "plan.json";
    }

    /** How a job that was given up has ended, for a worker that receives its record again. */
    public static String end(JobId job) {
        return folder(job) + "end.json";
    }

    /** How the attempts at a job went, for the next one. */
    public static String tries(JobId job) {
        return folder(job) + "tries.json";
    }

    /** The ledger's page of a chunk: a {@link ChunkCommitted}, written once. */
    public static String ledger(JobId job, int index) {
        return ledgerFolder(job) + fiveDigits(index) + ".json";
    }

    public static String ledgerFolder(JobId job) {
        return folder(job) + "chunks/";
    }

    /** A chunk's playable segment (fragmented MP4). */
    public static String chunk(JobId job, int index, String sha256) {
        return ledgerFolder(job) + fiveDigits(index) + "-" + checked(sha256).substring(0, 16) + ".m4s";
    }

    /** What the window after {@code index} starts from. */
    public static String state(JobId job, int index, String sha256) {
        return stateFolder(job) + fiveDigits(index) + "-" + checked(sha256).substring(0, 16) + ".safetensors";
    }

    /** What the rest of window {@code index} needs that was left before {@code step}. */
    public static String leftWindow(JobId job, int index, int take, int step, String sha256) {
        return leftWindows(job, index) + take + "-" + fiveDigits(step) + "-"
                + checked(sha256).substring(0, 16) + ".safetensors";
    }

    /** Of window {@code index}, wherever it was left. */
    public static String leftWindows(JobId job, int index) {
        return stateFolder(job) + "left/" + fiveDigits(index) + "/";
    }

    /** An attempt that a later one had taken for dead has ended orderly, from 1. */
    public static String livedAttempt(JobId job, int attempt) {
        return livedAttempts(job) + fiveDigits(attempt);
    }

    /** All of them, by their numbers. */
    public static String livedAttempts(JobId job) {
        return stateFolder(job) + "lived/";
    }

    /** What windows and attempts start from, of no use once the job has ended. */
    public static String stateFolder(JobId job) {
        return folder(job) + "state/";
    }

    /** The finished video. */
    public static String video(JobId job) {
        return "videos/" + requireNonNull(job, "job") + ".mp4";
    }

    /** What is said in a job's video and when, down to the phoneme, as JSON; only where text was spoken. */
    public static String phonemes(JobId job) {
        return folder(job) + "phonemes.json";
    }

    /** The same, for those who render the job: another instance that answers the request as well writes another one. */
    public static String phonemes(JobId job, String sha256) {
        return folder(job) + "phonemes-" + checked(sha256).substring(0, 16) + ".json";
    }

    /** The same by sentence, as WebVTT. */
    public static String subtitles(JobId job) {
        return folder(job) + "subtitles.vtt";
    }

    /** Everything a job leaves behind except its video. */
    public static String folder(JobId job) {
        return "jobs/" + requireNonNull(job, "job") + "/";
    }

    /** The same on every machine, whatever digits its language has. */
    private static String fiveDigits(int index) {
        return String.format(Locale.ROOT, "%05d", index);
    }

    private static String checked(String sha256) {
        if (sha256 == null || !SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("A SHA-256 is 64 lower-case hex digits, not '%s'".formatted(sha256));
        }
        return sha256;
    }

    private ObjectKeys() {}
}
