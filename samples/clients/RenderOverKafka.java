import dev.parley.client.JobRequest;
import dev.parley.client.Speaker;
import dev.parley.kafka.JobNews;
import dev.parley.kafka.ParleyKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A video by Kafka alone. Prints the video's key in the farm's bucket, for any client of S3:
 * java -cp 'parley-client-kafka/target/*:parley-client-kafka/target/lib/*' samples/clients/RenderOverKafka.java \
 *     PICTURE RECORDING
 */
class RenderOverKafka {
    public static void main(String[] args) throws Exception {
        JobRequest request = JobRequest.of(Path.of(args[0]))
                .speaker(Speaker.audio(Path.of(args[1])))
                .prompt("a woman talks")
                .engine("pantomime") // a quick preview; leave it out for the farm's own
                .build();
        String servers = System.getenv().getOrDefault("PARLEY_KAFKA", "127.0.0.1:9092");
        try (ParleyKafka parley = ParleyKafka.connect(servers, RenderOverKafka::noBucket)) {
            JobNews end = parley.await(request, Duration.ofHours(1), news -> System.err.println(news.name()));
            if (!end.name().equals("completed")) {
                throw new IllegalStateException("job %s is %s: %s".formatted(end.jobId(), end.name(), end.data()));
            }
            System.out.println(end.data().path("object").asText());
        }
    }

    /** Only {@link ParleyKafka#generate} and the like read videos. */
    private static byte[] noBucket(String key) throws IOException {
        throw new IOException("this program has no client of S3 to read %s".formatted(key));
    }
}
