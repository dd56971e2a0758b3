package dev.parley.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.client.GenerationResult;
import dev.parley.client.JobInput;
import dev.parley.client.JobRequest;
import dev.parley.client.Notice;
import dev.parley.client.Speaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A farm, for a Java program that speaks Kafka and S3 and no HTTP: requests go to {@code parley.requests}, what becomes of
 * them comes from {@code parley.events}, and videos from the bucket. Safe for use by several threads; to be closed.
 *
 * <pre>{@code
 * try (ParleyKafka parley = ParleyKafka.connect("127.0.0.1:9092", key -> bucket.read(key))) {
 *     GenerationResult result = parley.generateSinglePerson(
 *             Path.of("samples/woman.png"), Path.of("samples/hello.wav"), "a woman talks");
 *     System.out.println(result.message());
 * }
 * }</pre>
 *
 * <p>Files and bytes of a request travel in its record, of which brokers take about 1 MB. What is larger is said as
 * {@link JobInput#of(java.net.URI)} or was uploaded before.
 */
public final class ParleyKafka implements AutoCloseable {
    private static final String REQUESTS = "parley.requests";
    /** A farm ends what takes a day. */
    private static final Duration LONGEST_JOB = Duration.ofHours(25);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final KafkaProducer<String, String> producer;
    private final EventTopic events;
    private final VideoBucket videos;

    private ParleyKafka(Map<String, Object> settings, VideoBucket videos) {
        Map<String, Object> sending = new HashMap<>(Map.of("acks", "all", "enable.idempotence", true));
        sending.putAll(settings);
        this.videos = videos;
        this.events = new EventTopic(settings);
        try {
            this.producer = new KafkaProducer<>(sending, new StringSerializer(), new StringSerializer());
        } catch (KafkaException e) {
            events.close();
            throw new ParleyKafkaException("Kafka cannot be spoken to: " + e.getMessage(), e);
        }
    }

    /**
     * Returns when events from now on will be heard.
     *
     * @param servers Kafka's {@code bootstrap.servers}
     * @throws ParleyKafkaException if nobody answers there, or there are no topics of a farm
     */
    public static ParleyKafka connect(String servers, VideoBucket videos) {
        return connect(Map.of("bootstrap.servers", servers), videos);
    }

    /** @param settings of Kafka's clients, such as {@code bootstrap.servers}, {@code security.protocol}, {@code sasl.*} */
    public static ParleyKafka connect(Map<String, Object> settings, VideoBucket videos) {
        return new ParleyKafka(settings, videos);
    }

    /** A video of one person: {@link #generate}. */
    public GenerationResult generateSinglePerson(Path image, Path audio, String prompt) throws InterruptedException {
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
        JobRequest.Builder request =
                JobRequest.of(image).audioMix(JobRequest.AudioMix.TOGETHER).prompt(prompt);
        audios.forEach(audio -> request.speaker(Speaker.audio(audio)));
        return generate(request.build());
    }

    /**
     * Publishes a request, waits for the job's end and brings the video, in memory. A request that is rejected and a job
     * that ends without a video are results without {@code success}. A caller who is interrupted leaves the job to the farm.
     * Results have no {@link GenerationResult#job()}.
     *
     * @throws ParleyKafkaException if Kafka or the store does not answer
     */
    public GenerationResult generate(JobRequest request) throws InterruptedException {
        try {
            return result(await(request, LONGEST_JOB, news -> {}));
        } catch (TimeoutException e) {
            throw new ParleyKafkaException(e.getMessage(), e);
        }
    }

    /**
     * Publishes a request and follows the job to its end. The same request again is the same job; if it has ended by then,
     * nothing more is heard of it.
     *
     * @param listener hears every event, on the caller's thread, the end included
     * @return the end
     * @throws TimeoutException if the job has not ended within {@code atMost}; it goes on
     */
    public JobNews await(JobRequest request, Duration atMost, Consumer<JobNews> listener)
            throws InterruptedException, TimeoutException {
        String job = request.jobId();
        BlockingQueue<JobNews> heard = new LinkedBlockingQueue<>();
        events.listen(job, heard::add);
        try {
            submit(request);
            long deadline = System.nanoTime() + atMost.toNanos();
            while (true) {
                long left = Math.min(LOOK.toNanos(), deadline - System.nanoTime());
                JobNews news = heard.poll(left, TimeUnit.NANOSECONDS);
                if (news != null) {
                    listener.accept(news);
                    if (news.isEnd()) {
                        return news;
                    }
                } else if (System.nanoTime() - deadline >= 0) {
                    throw new TimeoutException("Job %s has not ended after %s".formatted(job, atMost));
                }
                events.check();
            }
        } finally {
            events.forget(job);
        }
    }

    /**
     * Publishes a request.
     *
     * @return the job's id, when all replicas have the record
     * @throws ParleyKafkaException if the brokers do not take it
     */
    public String submit(JobRequest request) throws InterruptedException {
        try {
            producer.send(new ProducerRecord<>(REQUESTS, request.jobId(), request.record()))
                    .get();
            return request.jobId();
        } catch (ExecutionException e) {
            throw new ParleyKafkaException(
                    "The request was not taken: " + e.getCause().getMessage(), e.getCause());
        } catch (KafkaException e) {
            throw new ParleyKafkaException("The request was not taken: " + e.getMessage(), e);
        }
    }

    private GenerationResult result(JobNews end) {
        JsonNode data = end.data();
        return switch (end.name()) {
            case "completed" -> {
                double seconds = data.path("videoSeconds").asDouble();
                String message = "%.2f s, %d frames"
                        .formatted(seconds, data.path("frames").asInt());
                yield new GenerationResult(
                        true, message, end.jobId(), video(data.path("object").asText()), seconds, List.of(), null);
            }
            case "rejected" -> {
                List<Notice> violations = new ArrayList<>();
                data.path("violations").forEach(notice -> violations.add(Notice.of(notice)));
                yield without(
                        end,
                        violations.isEmpty()
                                ? "no reason was given"
                                : violations.get(0).toString(),
                        violations);
            }
            default ->
                without(end, data.path("message").asText(data.path("reason").asText("no reason was given")), List.of());
        };
    }

    private static GenerationResult without(JobNews end, String why, List<Notice> violations) {
        String message = "Job %s is %s: %s".formatted(end.jobId(), end.name(), why);
        return new GenerationResult(false, message, end.jobId(), null, 0, violations, null);
    }

    private byte[] video(String key) {
        try {
            return videos.read(key);
        } catch (IOException e) {
            throw new ParleyKafkaException("The video %s cannot be read: %s".formatted(key, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
        events.close();
    }
}
