import dev.parley.client.Job;
import dev.parley.client.JobRequest;
import dev.parley.client.JobUpdates;
import dev.parley.client.Parley;
import dev.parley.client.Speaker;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A video by the Java client:
 * java -cp 'parley-client/target/*:parley-client/target/lib/*' samples/clients/Render.java PICTURE RECORDING VIDEO
 */
class Render {
    public static void main(String[] args) throws Exception {
        Parley parley = Parley.connect(System.getenv().getOrDefault("PARLEY_URL", "http://127.0.0.1:8080"));
        JobRequest request = JobRequest.of(Path.of(args[0]))
                .speaker(Speaker.audio(Path.of(args[1])))
                .prompt("a woman talks")
                .engine("pantomime") // a quick preview; leave it out for the farm's own
                .build();
        Job job = parley.submit(request);
        try (JobUpdates updates = parley.updates(job.jobId())) {
            while (!job.ended()) {
                job = updates.next(Duration.ofHours(1));
                System.err.println(job.status().word() + " " + job.committedFrames());
            }
        }
        if (job.status() != Job.Status.COMPLETED) {
            throw new IllegalStateException("job %s is %s: %s".formatted(job.jobId(), job.status(), job.message()));
        }
        parley.download(job.jobId(), Path.of(args[2]));
        System.out.println(job.jobId());
    }
}
