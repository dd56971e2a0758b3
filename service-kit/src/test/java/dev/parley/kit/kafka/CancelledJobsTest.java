package dev.parley.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.broker.EmbeddedBroker;
import dev.parley.contracts.Command;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelledJobsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path home;

    private static EmbeddedBroker broker;
    private static KafkaProducer<String, String> producer;
    private final List<CancelledJobs> opened = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = EmbeddedBroker.start(home);
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrap());
        try (Admin admin = Admin.create(settings)) {
            admin.createTopics(List.of(new NewTopic(Topics.COMMANDS, 2, (short) 1)))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    @AfterEach
    void close() throws InterruptedException {
        for (CancelledJobs jobs : opened) {
            jobs.close();
        }
    }

    @Test
    void whatWasCancelledBeforeTheStartIsKnownOnceCaughtUp() throws Exception {
        JobId one = cancelled();
        JobId two = cancelled();
        CancelledJobs jobs = started();
        jobs.awaitCaughtUp(SOON);
        assertThat(jobs.isCancelled(one)).isTrue();
        assertThat(jobs.isCancelled(two)).isTrue();
        assertThat(jobs.isCancelled(JobId.create(Instant.now()))).isFalse();
    }

    @Test
    void aListenerHearsOfACancelThatComesLater() throws Exception {
        CancelledJobs jobs = started();
        jobs.awaitCaughtUp(SOON);
        List<JobId> heard = new CopyOnWriteArrayList<>();
        jobs.onCancel(heard::add);
        JobId job = cancelled();
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly(job));
        assertThat(jobs.isCancelled(job)).isTrue();
    }

    @Test
    void aDrainFromBeforeTheStartIsNotForThisProcess() throws Exception {
        send("old", new Command.DrainWorker("old", "deploy", Instant.now()));
        CancelledJobs jobs = unstarted();
        List<String> heard = new CopyOnWriteArrayList<>();
        jobs.onDrain(drain -> heard.add(drain.worker()));
        jobs.start();
        jobs.awaitCaughtUp(SOON);
        send("new", new Command.DrainWorker("new", "deploy", Instant.now()));
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("new"));
    }

    @Test
    void garbageAndAFailingListenerStopNothing() throws Exception {
        CancelledJobs jobs = started();
        jobs.onCancel(job -> {
            throw new IllegalStateException("this listener always fails");
        });
        for (String garbage : new String[] {"", "null", "{}", "{\"type\":\"cancel-job\"}", null}) {
            producer.send(new ProducerRecord<>(Topics.COMMANDS, "k", garbage)).get();
        }
        JobId job = cancelled();
        await().atMost(SOON).until(() -> jobs.isCancelled(job));
    }

    private CancelledJobs started() {
        CancelledJobs jobs = unstarted();
        jobs.start();
        return jobs;
    }

    private CancelledJobs unstarted() {
        CancelledJobs jobs = new CancelledJobs(new KafkaConnection(broker.bootstrap()));
        opened.add(jobs);
        return jobs;
    }

    private static JobId cancelled() throws Exception {
        JobId job = JobId.create(Instant.now());
        send(job.value(), new Command.CancelJob(job, "changed my mind", Instant.now()));
        return job;
    }

    private static void send(String key, Command command) throws Exception {
        producer.send(new ProducerRecord<>(Topics.COMMANDS, key, Json.write(command)))
                .get();
    }
}
