package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.client.GenerationResult;
import dev.parley.client.Job;
import dev.parley.client.JobFilter;
import dev.parley.client.JobInput;
import dev.parley.client.JobRequest;
import dev.parley.client.JobUpdates;
import dev.parley.client.Notice;
import dev.parley.client.Parley;
import dev.parley.client.ParleyProblemException;
import dev.parley.client.ParleySettings;
import dev.parley.client.Speaker;
import dev.parley.contracts.Sha256;
import dev.parley.media.Stitcher;
import dev.parley.media.VideoInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Java client and a whole farm. */
@ExtendWith(CommonFarm.class)
class ClientIT {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Path SAMPLES = Distribution.PROJECT.resolve("samples");

    @TempDir
    static Path folder;

    private static Farm farm;
    private static Parley parley;

    @BeforeAll
    static void start(Farm shared) {
        farm = shared;
        parley = Parley.connect(farm.url().toString());
    }

    @Test
    void onePersonTalks() throws Exception {
        GenerationResult result = parley.generate(one(1.2).build());
        assertThat(result.success()).as(result.message()).isTrue();
        assertThat(result.duration()).isEqualTo(1.2);
        assertThat(inspect(result.videoData()).frames()).isEqualTo(30);
    }

    /** As the original's users call it, of files; the engine is the farm's. */
    @Test
    void peopleTalkInOneCall() throws Exception {
        Path voice = Files.write(folder.resolve("first.wav"), Recordings.speechLike(0.4, 16_000));
        Path other = Files.write(folder.resolve("second.wav"), Recordings.speechLike(0.6, 16_000));
        GenerationResult one = parley.generateSinglePerson(SAMPLES.resolve("woman.png"), voice, "a woman talks");
        assertThat(one.success()).as(one.message()).isTrue();
        assertThat(inspect(one.videoData()).frames()).isEqualTo(10);
        GenerationResult two =
                parley.generateMultiPerson(SAMPLES.resolve("pair.png"), List.of(voice, other), "two people talk");
        assertThat(two.success()).as(two.message()).isTrue();
        assertThat(two.job().speakers()).isEqualTo(2);
        assertThat(inspect(two.videoData()).frames()).isEqualTo(15);
    }

    @Test
    void twoPeopleTalkInTurn() throws Exception {
        JobRequest request = JobRequest.of(SAMPLES.resolve("pair.png"))
                .speaker(Speaker.audio(voice(1)))
                .speaker(Speaker.audio(voice(0.6)))
                .audioMix(JobRequest.AudioMix.IN_TURN)
                .engine("pantomime")
                .build();
        GenerationResult result = parley.generate(request);
        assertThat(result.success()).as(result.message()).isTrue();
        assertThat(result.job().speakers()).isEqualTo(2);
        assertThat(inspect(result.videoData()).frames()).isEqualTo(40);
    }

    @Test
    void whatIsWrongIsNamedFieldByField() throws Exception {
        JobRequest request = one(1).preset("nope").size("huge").build();
        ParleyProblemException problem =
                catchThrowableOfType(ParleyProblemException.class, () -> parley.submit(request));
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.code()).isEqualTo("invalid-request");
        assertThat(problem.violations()).extracting(Notice::path).contains("size");
        GenerationResult result = parley.generate(request);
        assertThat(result.success()).isFalse();
        assertThat(result.violations()).isEqualTo(problem.violations());
    }

    @Test
    void aJobIsFollowedAndCancelled() throws Exception {
        Job job = parley.submit(one(100).build());
        try (JobUpdates updates = parley.updates(job.jobId())) {
            while (job.committedChunks() == 0) {
                job = updates.next(LONG);
            }
            parley.cancel(job.jobId());
            while (!job.ended()) {
                job = updates.next(LONG);
            }
        }
        assertThat(job.status()).isEqualTo(Job.Status.CANCELLED);
        assertThat(parley.cancel(job.jobId()).status()).isEqualTo(Job.Status.CANCELLED);
    }

    /** The farm has the job, but the answer never comes: the client asks again, and there is one job. */
    @Test
    void aSubmissionWhoseAnswerIsLostIsOneJob() throws Exception {
        String label = UUID.randomUUID().toString();
        try (CuttingProxy proxy = new CuttingProxy(farm.url(), "POST /v1/jobs ", 0)) {
            Parley behind = Parley.connect(proxy.uri(), ParleySettings.defaults());
            Job job = behind.submit(one(1).label("test", label).build());
            assertThat(proxy.hasCut()).isTrue();
            assertThat(parley.await(job.jobId(), LONG).status()).isEqualTo(Job.Status.COMPLETED);
        }
        assertThat(parley.list(JobFilter.all().label("test", label)).jobs()).hasSize(1);
    }

    /** The farm has the first piece, and its answer never comes. */
    @Test
    void aLargeUploadWhoseConnectionBreaksIsWhole() throws Exception {
        byte[] large = new byte[20 << 20];
        new Random(1).nextBytes(large);
        try (CuttingProxy proxy = new CuttingProxy(farm.url(), "PATCH /v1/uploads/resumable/", 0)) {
            String input =
                    Parley.connect(proxy.uri(), ParleySettings.defaults()).upload(JobInput.of(large));
            assertThat(proxy.hasCut()).isTrue();
            assertThat(input).isEqualTo("inputs/" + Sha256.of(large));
        }
    }

    @Test
    void aVideoWhoseConnectionBreaksIsWhole() throws Exception {
        Job job = parley.await(parley.submit(one(2).build()).jobId(), LONG);
        String call = "GET /v1/jobs/" + job.jobId() + "/video";
        Path file = folder.resolve("cut.mp4");
        try (CuttingProxy proxy = new CuttingProxy(farm.url(), call, 5_000)) {
            Parley.connect(proxy.uri(), ParleySettings.defaults()).download(job.jobId(), file);
            assertThat(proxy.hasCut()).isTrue();
        }
        assertThat(job.video().bytes()).isGreaterThan(6_000);
        assertThat(file).hasSize(job.video().bytes());
        assertThat(inspect(Files.readAllBytes(file)).frames()).isEqualTo(50);
    }

    @Test
    void eventsThatBreakAreTakenUpAgain() throws Exception {
        Job job = parley.submit(one(3).build());
        try (CuttingProxy proxy = new CuttingProxy(farm.url(), "GET /v1/jobs/" + job.jobId() + "/events", 300)) {
            Parley behind = Parley.connect(proxy.uri(), ParleySettings.defaults());
            assertThat(behind.await(job.jobId(), LONG).status()).isEqualTo(Job.Status.COMPLETED);
            assertThat(proxy.hasCut()).isTrue();
        }
    }

    private static JobRequest.Builder one(double seconds) {
        return JobRequest.of(SAMPLES.resolve("woman.png"))
                .speaker(Speaker.audio(voice(seconds)))
                .prompt("a woman talks")
                .engine("pantomime");
    }

    private static JobInput voice(double seconds) {
        return JobInput.of(Recordings.speechLike(seconds, 16_000));
    }

    private static VideoInfo inspect(byte[] video) throws Exception {
        return Stitcher.inspect(Files.write(Files.createTempFile(folder, "video", ".mp4"), video));
    }
}
