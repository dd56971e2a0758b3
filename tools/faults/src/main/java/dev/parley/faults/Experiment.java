package dev.parley.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One run: some jobs without disturbances, whose frames are the measure; then many, with disturbances; then the check. */
final class Experiment {
    private static final Duration SETTLE = Duration.ofMinutes(6);

    private final Laboratory lab;
    private final Load load;
    private final Plan plan;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final AtomicInteger happened = new AtomicInteger();
    private final Map<Disturbance, List<Instant>> deaths = Map.of(
            Disturbance.WORKER_KILL,
            new CopyOnWriteArrayList<>(),
            Disturbance.BROKER_KILL,
            new CopyOnWriteArrayList<>());

    /**
     * @param seed decides which disturbances come in which order, and to whom they happen
     * @param jobs submitted while the farm is disturbed, evenly
     * @param voice seconds
     * @param disturbed for how long
     * @param pause between two disturbances
     * @param kinds what may happen
     */
    record Plan(long seed, int jobs, double voice, Duration disturbed, Duration pause, List<Disturbance> kinds) {}

    Experiment(Laboratory lab, Plan plan, PrintStream out) {
        this.lab = lab;
        this.load = new Load(lab);
        this.plan = plan;
        this.out = out;
    }

    /** @return what does not hold; empty if all does */
    List<String> run() throws Exception {
        say("seed %d: %d jobs, a disturbance every %s for %s", plan.seed, plan.jobs, plan.pause, plan.disturbed);
        lab.start();
        lab.supervise();
        load.prepare(plan.voice);
        Map<Integer, String> undisturbed = undisturbed();
        say("undisturbed jobs are done");
        ExecutorService threads = Executors.newCachedThreadPool();
        Future<?> submissions = threads.submit(() -> submitAll());
        disturb(threads);
        threads.shutdown();
        threads.awaitTermination(2, TimeUnit.MINUTES);
        submissions.get();
        say("%d disturbances are over", happened.get());
        for (FarmProcess part : lab.parts().toList()) {
            part.start();
        }
        boolean ended = settle();
        say(ended ? "all jobs have ended" : "not all jobs have ended");
        // Until then a worker that does not know of a job's end may write, and nothing is an orphan.
        Thread.sleep(ended ? Laboratory.LATE_WRITES.plusSeconds(8).toMillis() : 0);
        Checker.Verdict verdict = new Checker(lab, load).check(undisturbed);
        report(verdict);
        return verdict.wrong();
    }

    private void say(String what, Object... values) {
        out.printf(Locale.ROOT, "%7.1f s  %s%n", (System.nanoTime() - began) / 1e9, what.formatted(values));
    }

    private Map<Integer, String> undisturbed() throws Exception {
        Map<Integer, String> hashes = new HashMap<>();
        for (int kind = 0; kind < load.kinds(); kind++) {
            String job = load.submit(kind, "undisturbed-" + kind);
            if (!Laboratory.until(SETTLE, () -> hasEnded(job))) {
                throw new IllegalStateException("Job %s did not end, undisturbed".formatted(job));
            }
            Path video = load.video(job, lab.folder().resolve("undisturbed-" + kind + ".mp4"));
            hashes.put(kind, Checker.frames(video));
        }
        return hashes;
    }

    private boolean hasEnded(String job) {
        try {
            String status = load.job(job).body().path("status").asText();
            return List.of("completed", "failed", "rejected", "cancelled").contains(status);
        } catch (IOException away) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Void submitAll() throws InterruptedException {
        Random random = new Random(plan.seed + 1);
        long pause = plan.disturbed.toMillis() * 2 / 3 / Math.max(1, plan.jobs);
        for (int i = 0; i < plan.jobs; i++) {
            String job = load.submit(i % load.kinds(), "job-" + i);
            if (random.nextInt(10) == 0) {
                load.cancel(job);
            }
            Thread.sleep(pause);
        }
        return null;
    }

    private void disturb(ExecutorService threads) throws InterruptedException {
        Random random = new Random(plan.seed);
        long end = System.nanoTime() + plan.disturbed.toNanos();
        while (System.nanoTime() < end) {
            Disturbance kind = plan.kinds.get(random.nextInt(plan.kinds.size()));
            Random own = new Random(random.nextLong());
            threads.submit(() -> happen(kind, own));
            Thread.sleep(plan.pause.toMillis());
        }
    }

    private void happen(Disturbance kind, Random random) {
        try {
            if (deaths.containsKey(kind)) {
                deaths.get(kind).add(Instant.now());
            }
            say("%s: %s", kind.word(), kind.happen(lab, random));
            happened.incrementAndGet();
        } catch (IOException | RuntimeException e) {
            say("%s could not happen: %s", kind.word(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean settle() throws InterruptedException {
        return Laboratory.until(SETTLE, () -> load.promised().keySet().stream().allMatch(this::hasEnded))
                && Laboratory.until(Duration.ofMinutes(1), () -> load.promised().keySet().stream()
                        .noneMatch(job -> lab.receiver().about(job).isEmpty()));
    }

    /** How long after each death the next attempt at any job began: at least as long as nobody is free. */
    private void firstClaims(Disturbance kind, List<Instant> deaths, Checker.Verdict verdict) {
        List<Instant> claims = verdict.attempts().values().stream()
                .flatMap(List::stream)
                .sorted()
                .toList();
        List<Double> seconds = deaths.stream()
                .flatMap(death ->
                        claims.stream().filter(death::isBefore).limit(1).map(claim -> Duration.between(death, claim)))
                .map(pause -> pause.toMillis() / 1000.0)
                .sorted()
                .toList();
        if (!seconds.isEmpty()) {
            say("first claim after %s: %s s", kind.word(), seconds);
        }
    }

    private void report(Checker.Verdict verdict) {
        int disturbances = Math.max(1, happened.get());
        say(
                "%d jobs %s, %d windows, %d redone (%.2f per disturbance)",
                load.promised().size(),
                verdict.ends(),
                verdict.windows(),
                verdict.redone(),
                (double) verdict.redone() / disturbances);
        deaths.forEach((kind, at) -> firstClaims(kind, at, verdict));
        if (verdict.wrong().isEmpty()) {
            say("all holds");
            return;
        }
        verdict.wrong().forEach(what -> say("WRONG %s", what));
        say("repeat with --seed %d; logs are in %s", plan.seed, lab.folder().resolve("logs"));
    }
}
