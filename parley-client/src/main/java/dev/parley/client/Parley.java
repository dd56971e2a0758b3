package dev.parley.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A farm, for a Java program. Safe for use by several threads; nothing has to be closed.
 *
 * <pre>{@code
 * Parley parley = Parley.connect("http://127.0.0.1:8080");
 * GenerationResult result = parley.generateSinglePerson(
 *         Path.of("samples/woman.png"), Path.of("samples/hello.wav"), "a woman talks");
 * if (result.success()) {
 *     Files.write(Path.of("hello.mp4"), result.videoData());
 * } else {
 *     System.err.println(result.message());
 * }
 * }</pre>
 *
 * <p>The same in steps, for videos that are long, or many:
 *
 * <pre>{@code
 * Job job = parley.submit(request);
 * try (JobUpdates updates = parley.updates(job.jobId())) {
 *     while (!job.ended()) {
 *         job = updates.next(Duration.ofHours(1));
 *         System.out.println(job.status() + " " + job.committedFrames() + " of " + job.frames());
 *     }
 * }
 * if (job.status() == Job.Status.COMPLETED) {
 *     parley.download(job.jobId(), Path.of("talk.mp4"));
 * }
 * }</pre>
 *
 * <p>Every call is repeated with growing pauses, or when the farm says, while it cannot be reached or is busy, for as
 * long as {@link ParleySettings#patience()}; a submission comes to one job all the same, by its idempotency key. What
 * the farm refuses is a {@link ParleyProblemException}.
 */
public final class Parley {
    private static final Pattern ID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final int NO_CONTENT = 204;
    /** A farm ends what takes a day. */
    private static final Duration LONGEST_JOB = Duration.ofHours(25);

    private final FarmCalls calls;

    private Parley(FarmCalls calls) {
        this.calls = calls;
    }

    /** @param farm its address, as {@code http://localhost:8080}; it is called when there is something to ask */
    public static Parley connect(String farm) {
        return connect(URI.create(farm), ParleySettings.defaults());
    }

    public static Parley connect(URI farm, ParleySettings settings) {
        return connect(farm, settings, Retries.Time.real());
    }

    static Parley connect(URI farm, ParleySettings settings, Retries.Time time) {
        return new Parley(new FarmCalls(farm, requireNonNull(settings, "settings"), time));
    }

    /** A video of one person: {@link #generate}. */
    public GenerationResult generateSinglePerson(Path image, Path audio, String prompt) throws InterruptedException {
        return generateSinglePerson(JobInput.of(image), JobInput.of(audio), prompt);
    }

    /** A video of one person: {@link #generate}. */
    public GenerationResult generateSinglePerson(JobInput image, JobInput audio, String prompt)
            throws InterruptedException {
        return generate(JobRequest.of(image)
                .speaker(Speaker.audio(audio))
                .prompt(prompt)
                .build());
    }

    /**
     * A video of two people, who speak at the same time, as their recordings say: {@link #generate}.
     *
     * @param audios from left to right in the picture
     */
    public GenerationResult generateMultiPerson(Path image, List<Path> audios, String prompt)
            throws InterruptedException {
        List<Speaker> speakers = audios.stream().map(Speaker::audio).toList();
        return generateMultiPerson(JobInput.of(image), speakers, JobRequest.AudioMix.TOGETHER, prompt);
    }

    /** A video of two people: {@link #generate}. */
    public GenerationResult generateMultiPerson(
            JobInput image, List<Speaker> speakers, JobRequest.AudioMix mix, String prompt)
            throws InterruptedException {
        JobRequest.Builder request = JobRequest.of(image).audioMix(mix).prompt(prompt);
        speakers.forEach(request::speaker);
        return generate(request.build());
    }

    /**
     * Submits a job, waits for its end and brings the video, in memory. A request that is refused (422) and a job that
     * ends without a video are results without {@code success}; a farm that cannot be reached is an exception. A caller
     * who is interrupted leaves the job to the farm.
     */
    public GenerationResult generate(JobRequest request) throws InterruptedException {
        Job job;
        try {
            job = await(submit(request).jobId(), LONGEST_JOB);
        } catch (ParleyProblemException problem) {
            if (problem.status() != 422) {
                throw problem;
            }
            return GenerationResult.refused(problem);
        }
        return job.status() == Job.Status.COMPLETED
                ? GenerationResult.of(job, download(job.jobId()))
                : GenerationResult.without(job);
    }

    /** Keeps a file at the farm, and answers what requests call it, {@code inputs/<sha256>}. */
    public String upload(JobInput input) throws InterruptedException {
        return new InputUpload(calls).named(input);
    }

    /**
     * Uploads the request's inputs and submits it. The same request again is the same job.
     *
     * @throws ParleyProblemException with {@code violations}, if it is refused
     */
    public Job submit(JobRequest request) throws InterruptedException {
        InputUpload upload = new InputUpload(calls);
        Map<JobInput, String> names = new HashMap<>();
        for (JobInput input : request.inputs()) {
            names.put(input, upload.named(input));
        }
        ObjectNode json = request.json(names::get);
        HttpRequest call = calls.request("v1/jobs")
                .setHeader("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.toString()))
                .build();
        return calls.read(call, calls.settings().submit(), Job.class);
    }

    public Job job(String jobId) throws InterruptedException {
        return read(calls.request(path(jobId)).build());
    }

    /** Follows a job from its present state to its end. */
    public JobUpdates updates(String jobId) {
        path(jobId);
        return new JobUpdates(calls, jobId);
    }

    /**
     * Waits for a job's end.
     *
     * @throws ParleyTimeoutException if it has not ended within {@code atMost}; it goes on
     */
    public Job await(String jobId, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (JobUpdates updates = updates(jobId)) {
            while (true) {
                Job job = updates.next(Duration.ofNanos(deadline - System.nanoTime()));
                if (job.ended()) {
                    return job;
                }
            }
        }
    }

    /**
     * Ends a job. Canceling one that was canceled already is no error.
     *
     * @throws ParleyProblemException 409, if it has ended otherwise
     */
    public Job cancel(String jobId) throws InterruptedException {
        try {
            return read(calls.request(path(jobId) + "/cancel")
                    .POST(BodyPublishers.noBody())
                    .build());
        } catch (ParleyProblemException problem) {
            // An answer may have been lost on its way, and the call repeated.
            Job now = problem.status() == 409 ? job(jobId) : null;
            if (now != null && now.status() == Job.Status.CANCELLED) {
                return now;
            }
            throw problem;
        }
    }

    /**
     * Moves a job that waits for a worker. Older jobs of the same priority stay before it.
     *
     * @throws ParleyProblemException 409, if it waits no more
     */
    public Job prioritize(String jobId, Job.Priority priority) throws InterruptedException {
        return read(calls.request(path(jobId))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString("{\"priority\":\"%s\"}".formatted(priority.word())))
                .build());
    }

    /**
     * Asks once more for what a job failed to become: a new job of the same request. Asking twice comes to one job.
     *
     * @throws ParleyProblemException 409, if the job did not fail and was not canceled
     */
    public Job retry(String jobId) throws InterruptedException {
        HttpRequest call = calls.request(path(jobId) + "/retry")
                .POST(BodyPublishers.noBody())
                .build();
        return calls.read(call, calls.settings().submit(), Job.class);
    }

    /**
     * Deletes a job that has ended: its video, its chunks, and those of its inputs that no other job is made of. Deleting one
     * that was deleted already is no error.
     *
     * @return whether all is gone; false if the farm will delete it as soon as its store answers
     * @throws ParleyProblemException 409, if it has not ended: {@link #cancel} it first
     */
    public boolean delete(String jobId) throws InterruptedException {
        return calls.status(
                        calls.request(path(jobId)).DELETE().build(),
                        calls.settings().answer())
                == NO_CONTENT;
    }

    /** The first page, newest jobs first. */
    public JobPage list(JobFilter filter) throws InterruptedException {
        return list(filter, null);
    }

    /** @param before {@link JobPage#next()} of the page before; null for the first one */
    public JobPage list(JobFilter filter, String before) throws InterruptedException {
        HttpRequest call = calls.request("v1/jobs?" + filter.query(before)).build();
        return calls.read(call, calls.settings().answer(), JobPage.class);
    }

    /**
     * Brings a finished video. The file appears under its name when it is complete and its hash is right; one that was
     * there is replaced.
     *
     * @throws IllegalStateException if the job is not completed
     * @throws IOException if the file cannot be written
     */
    public Path download(String jobId, Path file) throws IOException, InterruptedException {
        Job job = completed(jobId);
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
        try {
            try (VideoSink sink = VideoSink.file(part)) {
                new VideoTransfer(calls, job, sink).run();
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }

    /** The same, in memory. */
    public byte[] download(String jobId) throws InterruptedException {
        Job job = completed(jobId);
        VideoSink.Memory memory = new VideoSink.Memory();
        try {
            new VideoTransfer(calls, job, memory).run();
        } catch (IOException e) {
            throw new IllegalStateException("Memory cannot be written", e);
        }
        return memory.bytes();
    }

    private Job completed(String jobId) throws InterruptedException {
        Job job = job(jobId);
        if (job.video() != null) {
            return job;
        }
        throw new IllegalStateException("Job %s is %s; only a completed job has a video"
                .formatted(jobId, job.status().word()));
    }

    private Job read(HttpRequest call) throws InterruptedException {
        return calls.read(call, calls.settings().answer(), Job.class);
    }

    private static String path(String jobId) {
        if (!ID.matcher(jobId).matches()) {
            throw new IllegalArgumentException("Expected a job's id, a UUID, found '%s'".formatted(jobId));
        }
        return "v1/jobs/" + jobId;
    }
}
