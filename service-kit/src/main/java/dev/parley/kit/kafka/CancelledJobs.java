package dev.parley.kit.kafka;

import dev.parley.contracts.Command;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import dev.parley.kit.DaemonThreads;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * The jobs that were canceled. Reads all of {@link Topics#COMMANDS} from the beginning on its own thread and keeps
 * listening. Belongs to no consumer group, because every process needs every command. Starts on first use.
 *
 * <p>Listeners are called on the reading thread: they must be quick, and may hear of a job more than once.
 */
@ApplicationScoped
public class CancelledJobs {
    private static final Logger LOG = Logger.getLogger(CancelledJobs.class);
    /** The oldest are forgotten first; of what is still being worked on none is that old. */
    private static final int REMEMBERED = 100_000;

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaConnection kafka;
    private final Recent cancelled = new Recent();
    private final List<Consumer<JobId>> cancelListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Command.DrainWorker>> drainListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Command.YieldJob>> yieldListeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread reader = DaemonThreads.named("commands").newThread(this::read);
    /** Where the topic ended when we first looked: what lies before was said before this process was there. */
    private Map<TopicPartition, Long> history = Map.of();

    private volatile KafkaConsumer<String, String> consumer;

    @Inject
    public CancelledJobs(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /** Whether the job was cancelled, as far as the topic was read. */
    public boolean isCancelled(JobId job) {
        return cancelled.contains(job);
    }

    /** Calls {@code listener} for every cancelled job that is read from now on. */
    public void onCancel(Consumer<JobId> listener) {
        cancelListeners.add(listener);
    }

    /** Calls {@code listener} for every drain that is ordered while this process runs; old orders are not for it. */
    public void onDrain(Consumer<Command.DrainWorker> listener) {
        drainListeners.add(listener);
    }

    /** Calls {@code listener} for every job that is to give way from now on. */
    public void onYield(Consumer<Command.YieldJob> listener) {
        yieldListeners.add(listener);
    }

    /** Whether everything was read that was there when reading began. */
    public boolean caughtUp() {
        return caughtUp.getCount() == 0;
    }

    /**
     * Waits until {@link #caughtUp}.
     *
     * @throws IllegalStateException if that takes longer than {@code longest}
     */
    public void awaitCaughtUp(Duration longest) {
        try {
            if (!caughtUp.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "Cannot read %s at %s to its end within %s".formatted(Topics.COMMANDS, kafka, longest));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading " + Topics.COMMANDS, e);
        }
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void close() throws InterruptedException {
        closing.countDown();
        KafkaConsumer<String, String> polling = consumer;
        if (polling != null) {
            polling.wakeup();
        }
        reader.join(POLL.multipliedBy(5).toMillis());
    }

    private void read() {
        while (!closing()) {
            try (KafkaConsumer<String, String> opened = open()) {
                consumer = opened;
                follow(opened);
            } catch (WakeupException e) {
                // closing: the loop ends
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("cannot read commands, retrying  topic=%s reason=%s", Topics.COMMANDS, e.getMessage());
                pause();
            }
        }
    }

    private KafkaConsumer<String, String> open() {
        Map<String, Object> settings = kafka.with(Map.of("enable.auto.commit", false, "auto.offset.reset", "earliest"));
        return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    }

    private void follow(KafkaConsumer<String, String> commands) {
        List<TopicPartition> partitions = commands.partitionsFor(Topics.COMMANDS).stream()
                .map(found -> new TopicPartition(found.topic(), found.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("the topic does not exist");
        }
        commands.assign(partitions);
        commands.seekToBeginning(partitions);
        if (history.isEmpty()) {
            history = commands.endOffsets(partitions);
        }
        while (!closing()) {
            if (!caughtUp()
                    && history.entrySet().stream().allMatch(end -> commands.position(end.getKey()) >= end.getValue())) {
                caughtUp.countDown();
            }
            commands.poll(POLL).forEach(this::take);
        }
    }

    private void take(ConsumerRecord<String, String> record) {
        Command command;
        try {
            command = Json.read(String.valueOf(record.value()), Command.class);
        } catch (IllegalArgumentException e) {
            LOG.warnf(
                    "unreadable command skipped  topic=%s partition=%d offset=%d reason=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
            return;
        }
        if (command instanceof Command.CancelJob cancel && cancel.jobId() != null) {
            cancelled.add(cancel.jobId());
            cancelListeners.forEach(listener -> tell(listener, cancel.jobId()));
        } else if (command instanceof Command.DrainWorker drain && isNews(record)) {
            drainListeners.forEach(listener -> tell(listener, drain));
        } else if (command instanceof Command.YieldJob order && order.jobId() != null && isNews(record)) {
            yieldListeners.forEach(listener -> tell(listener, order));
        }
    }

    private boolean isNews(ConsumerRecord<String, String> record) {
        return record.offset() >= history.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    }

    private static <T> void tell(Consumer<T> listener, T what) {
        try {
            listener.accept(what);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a listener failed  command=%s", what);
        }
    }

    private boolean closing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The latest {@link #REMEMBERED} of all jobs that were ever put in. Safe for use by many threads. */
    private static final class Recent {
        private final Map<JobId, Boolean> jobs = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<JobId, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };

        synchronized void add(JobId job) {
            jobs.putIfAbsent(job, true);
        }

        synchronized boolean contains(JobId job) {
            return jobs.containsKey(job);
        }
    }
}
