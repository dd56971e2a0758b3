package dev.parley.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.Json;
import dev.parley.contracts.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Measures how long after a death, of a worker or of a broker, a job is claimed while another worker has nothing to do. */
final class FirstClaims {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Laboratory lab;
    private final Load load;
    private int submitted;

    /**
     * @param served from the death to when whatever died served again
     * @param accepted from the death to when a job had been accepted
     * @param claimed from the death to the claim
     */
    record Pause(double served, double accepted, double claimed) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f/%.1f/%.1f", served, accepted, claimed);
        }
    }

    /** @param load with requests */
    FirstClaims(Laboratory lab, Load load) {
        this.lab = lab;
        this.load = load.anew();
    }

    /** Seconds from a worker's death to the next attempt at its job, by a worker that was idle. */
    List<Double> afterWorkers(int times) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            String job = submit();
            String[] worker = {""};
            await(() -> {
                worker[0] = load.field(job, "worker");
                return load.field(job, "status").equals("running") && lab.part(worker[0]) != null;
            });
            Instant death = Instant.now();
            lab.part(worker[0]).kill();
            await(() -> claims(job).size() > 1);
            seconds.add(seconds(death, claims(job).get(1)));
            end(job);
        }
        return seconds;
    }

    /** Of an idle farm whose broker, or leader, dies and is started again at once. */
    List<Pause> afterBrokers(int times) throws Exception {
        List<Pause> pauses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            FarmProcess broker = lab.part(lab.brokers().leader());
            broker.kill();
            Instant death = Instant.now();
            broker.start();
            Instant[] served = {null};
            Thread watch = new Thread(() -> {
                try {
                    await(lab.brokers()::answer);
                    served[0] = Instant.now();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            watch.start();
            String job = submit();
            Instant accepted = Instant.now();
            await(() -> !claims(job).isEmpty());
            watch.join();
            pauses.add(new Pause(
                    seconds(death, served[0]),
                    seconds(death, accepted),
                    seconds(death, claims(job).get(0))));
            end(job);
        }
        return pauses;
    }

    private String submit() throws InterruptedException {
        return load.submit(0, "first-claim-" + submitted++);
    }

    /** Leaves the farm as it was. */
    private void end(String job) throws Exception {
        await(() -> load.hasEnded(job));
        for (FarmProcess part : lab.parts().toList()) {
            part.start();
        }
        lab.awaitReady();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        if (!Laboratory.until(PATIENCE, condition)) {
            throw new IllegalStateException("Nothing happened within " + PATIENCE);
        }
    }

    private List<Instant> claims(String job) {
        List<Instant> claims = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : new TopicRecords(lab).read(Topics.EVENTS)) {
            try {
                JsonNode event = Json.mapper().readTree(record.value());
                if (job.equals(record.key()) && event.path("type").asText().endsWith(".claimed")) {
                    claims.add(Instant.parse(event.path("time").asText()));
                }
            } catch (IOException poison) {
                // Published by the laboratory.
            }
        }
        return claims;
    }
}
