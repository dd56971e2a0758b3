package dev.parley.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What Javadoc and pages show, compiled; {@link ExamplesTest} compares. */
final class ClientExamples {
    static void generate() throws Exception {
        Parley parley = Parley.connect("http://127.0.0.1:8080");
        GenerationResult result = parley.generateSinglePerson(
                Path.of("samples/woman.png"), Path.of("samples/hello.wav"), "a woman talks");
        if (result.success()) {
            Files.write(Path.of("hello.mp4"), result.videoData());
        } else {
            System.err.println(result.message());
        }
    }

    static JobRequest request() {
        JobRequest request = JobRequest.of(JobInput.of(Path.of("samples/pair.png")))
                .speaker(Speaker.text("Hello there.").voice("kate"))
                .speaker(Speaker.audio(Path.of("samples/news.wav")))
                .audioMix(JobRequest.AudioMix.IN_TURN)
                .prompt("two people talk to each other")
                .preset("lightx2v")
                .label("episode", "12")
                .build();
        return request;
    }

    static void steps(Parley parley, JobRequest request) throws Exception {
        Job job = parley.submit(request);
        try (JobUpdates updates = parley.updates(job.jobId())) {
            while (!job.ended()) {
                job = updates.next(Duration.ofHours(1));
                System.out.println(job.status() + " " + job.committedFrames() + " of " + job.frames());
            }
        }
        if (job.status() == Job.Status.COMPLETED) {
            parley.download(job.jobId(), Path.of("talk.mp4"));
        }
    }

    private ClientExamples() {}
}
