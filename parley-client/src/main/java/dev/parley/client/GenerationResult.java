package dev.parley.client;

import java.util.List;

/**
 * What became of a request, in the shape of the original's Python API.
 *
 * @param success whether there is a video
 * @param message for people: why there is none, or how long it is
 * @param jobId null if the request was refused
 * @param videoData the MP4 file; null without success
 * @param duration of the video in seconds; 0 without success
 * @param violations what is wrong with the request; empty with success
 * @param job as the farm told of it last; null if the request was refused
 */
public record GenerationResult(
        boolean success,
        String message,
        String jobId,
        byte[] videoData,
        double duration,
        List<Notice> violations,
        Job job) {
    static GenerationResult of(Job job, byte[] video) {
        String message =
                "%.2f s, %d frames".formatted(job.video().seconds(), job.video().frames());
        return new GenerationResult(
                true, message, job.jobId(), video, job.video().seconds(), List.of(), job);
    }

    static GenerationResult without(Job job) {
        String why = job.message() != null
                ? job.message()
                : job.violations().isEmpty()
                        ? "no reason was given"
                        : job.violations().get(0).toString();
        String message = "Job %s is %s: %s".formatted(job.jobId(), job.status().word(), why);
        return new GenerationResult(false, message, job.jobId(), null, 0, job.violations(), job);
    }

    static GenerationResult refused(ParleyProblemException problem) {
        return new GenerationResult(false, problem.getMessage(), null, null, 0, problem.violations(), null);
    }

    /** Without the bytes. */
    @Override
    public String toString() {
        return "GenerationResult[success=%s, message=%s, jobId=%s, duration=%s]"
                .formatted(success, message, jobId, duration);
    }
}
