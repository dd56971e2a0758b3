package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.GenerationResult;
import dev.parley.client.JobRequest;
import dev.parley.client.Speaker;
import dev.parley.kafka.JobNews;
import dev.parley.kafka.ParleyKafka;
import dev.parley.kafka.VideoBucket;
import dev.parley.media.Stitcher;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program that has Kafka's client and one for S3, and no HTTP. */
@ExtendWith(CommonFarm.class)
class KafkaClientIT {
    private static final Path PICTURE = Distribution.PROJECT.resolve("samples/woman.png");

    @TempDir
    static Path folder;

    private static Farm farm;

    @BeforeAll
    static void start(Farm shared) {
        farm = shared;
    }

    @Test
    void itsVideoComesFromTheBucket() throws Exception {
        Path voice = Files.write(folder.resolve("voice.wav"), Recordings.speechLike(2, 16_000));
        try (ParleyKafka parley = ParleyKafka.connect(farm.kafka(), bucket())) {
            GenerationResult result = parley.generate(JobRequest.of(PICTURE)
                    .speaker(Speaker.audio(voice))
                    .engine("pantomime")
                    .build());

            assertThat(result.success()).as(result.message()).isTrue();
            assertThat(result.duration()).isEqualTo(2);
            Path video = Files.write(folder.resolve("video.mp4"), result.videoData());
            assertThat(Stitcher.inspect(video).frames()).isEqualTo(50);
        }
    }

    @Test
    void itHearsHowFarTheJobIs() throws Exception {
        List<String> heard = new ArrayList<>();
        JobRequest request = JobRequest.of(PICTURE)
                .speaker(Speaker.text("Hello."))
                .engine("pantomime")
                .build();
        try (ParleyKafka parley = ParleyKafka.connect(farm.kafka(), bucket())) {
            JobNews end = parley.await(request, Duration.ofMinutes(10), news -> heard.add(news.name()));

            assertThat(end.jobId()).isEqualTo(request.jobId());
            assertThat(heard).containsSubsequence("accepted", "claimed", "chunk", "assembling", "completed");
        }
    }

    @Test
    void aRequestThatIsRefusedSaysWhy() throws Exception {
        try (ParleyKafka parley = ParleyKafka.connect(farm.kafka(), bucket())) {
            GenerationResult result = parley.generate(JobRequest.of(PICTURE)
                    .speaker(Speaker.text("Hello."))
                    .engine("crayons")
                    .size("huge")
                    .build());

            assertThat(result.success()).isFalse();
            assertThat(result.videoData()).isNull();
            assertThat(result.violations()).extracting("path").contains("engine", "size");
        }
    }

    private static VideoBucket bucket() {
        MinioClient store = MinioClient.builder()
                .endpoint("http://127.0.0.1:" + farm.storePort())
                .credentials("key", "secret-of-the-test")
                .build();
        return key -> {
            GetObjectArgs video =
                    GetObjectArgs.builder().bucket("parley").object(key).build();
            try (InputStream bytes = store.getObject(video)) {
                return bytes.readAllBytes();
            } catch (MinioException e) {
                throw new IOException(e);
            }
        };
    }
}
