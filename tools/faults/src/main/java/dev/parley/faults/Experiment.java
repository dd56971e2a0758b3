package dev.parley.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One run: some jobs without disturbances, whose frames are the measure; then rounds of many, with disturbances and a check. */
final class Experiment {
    /** For one job after the other, and for the last disturbances. */
    private static final Duration SETTLE = Duration.ofMinutes(6);

    private static final Duration TIDY = Duration.ofMinutes(1);

    private final Laboratory lab;
    private final Load load;
    private final Plan plan;
    private final PrintStream out;
    private final long began = System.nanoTime();
    private final List<String> wrong = new ArrayList<>();

    /**
     * @param seed decides which disturbances come in which order, and to whom they happen
     * @param jobs submitted while the farm is disturbed, evenly
     * @param voice seconds
     * @param disturbed for how long
     * @param pause between two disturbances
     * @param hits after which a round is over, and jobs come until then; 0: after {@code disturbed}
     * @param kinds what may happen
     * @param alone each kind in a round of its own, with as many jobs
     */
    record Plan(
            long seed,
            int jobs,
            double voice,
            Duration disturbed,
            Duration pause,
            int hits,
            List<Disturbance> kinds,
            boolean alone) {
        List<List<Disturbance>> rounds() {
            return alone ? kinds.stream().map(List::of).toList() : List.of(kinds);
        }
    }

    Experiment(Laboratory lab, Plan plan, PrintStream out) {
        this.lab = lab;
        this.load = new Load(lab);
        this.plan = plan;
        this.out = out;
    }

    /** @return what does not hold; empty if all does */
    List<String> run() throws Exception {
        say("seed %d: %d jobs, a disturbance every %s for %s", plan.seed, plan.jobs, plan.pause, plan.disturbed);
        Map<Integer, Checker.Frames> undisturbed = begin();
        for (List<Disturbance> kinds : plan.rounds()) {
            String name = kinds.size() == 1 ? kinds.get(0).word() : kinds.size() + " kinds";
            wrong.addAll(new Round(kinds, name).run(undisturbed));
        }
        if (!wrong.isEmpty()) {
            say("repeat with --seed %d; logs are in %s", plan.seed, lab.folder().resolve("logs"));
        }
        return wrong;
    }

    private Map<Integer, Checker.Frames> begin() throws Exception {
        lab.start();
        say("the farm is ready");
        lab.supervise();
        load.prepare(plan.voice);
        Map<Integer, Checker.Frames> undisturbed = undisturbed();
        say("undisturbed jobs are done");
        // Releases may paint otherwise.
        return lab.isMixed() ? Map.of() : undisturbed;
    }

    /** Prints how long after deaths, of workers and of brokers, jobs are claimed. */
    void firstClaims(int times) throws Exception {
        begin();
        FirstClaims claims = new FirstClaims(lab, load);
        say("from a worker's death to the next claim of its job: %s s", claims.afterWorkers(times));
        say("from a broker's death until it serves/a job is accepted/is claimed: %s s", claims.afterBrokers(times));
    }

    /** Prints what each process takes at first, after half of the jobs, and after all of them. */
    List<String> footprints() throws Exception {
        Map<Integer, Checker.Frames> undisturbed = begin();
        takeFootprints("at first");
        for (String when : List.of("after half of the jobs", "after all jobs")) {
            wrong.addAll(new Round(List.of(), when).run(undisturbed));
            takeFootprints(when);
        }
        return wrong;
    }

    private void takeFootprints(String when) throws IOException, InterruptedException {
        say("%s: %s", when, Footprint.ofBroker(lab.brokers().bootstrap()));
        for (FarmProcess part : lab.parts().toList()) {
            say("%s %s", when, Footprint.of(part));
        }
    }

    private void say(String what, Object... values) {
        out.printf(Locale.ROOT, "%7.1f s  %s%n", (System.nanoTime() - began) / 1e9, what.formatted(values));
    }

    private Map<Integer, Checker.Frames> undisturbed() throws Exception {
        Map<Integer, String> jobs = new HashMap<>();
        for (int kind = 0; kind < load.kinds(); kind++) {
            jobs.put(kind, load.submit(kind, "undisturbed-" + kind));
        }
        Map<Integer, Checker.Frames> frames = new HashMap<>();
        for (Map.Entry<Integer, String> job : jobs.entrySet()) {
            if (!Laboratory.until(SETTLE, () -> load.hasEnded(job.getValue()))) {
                throw new IllegalStateException("Job %s did not end, undisturbed".formatted(job.getValue()));
            }
            Path video = load.video(job.getValue(), lab.folder().resolve("undisturbed-%d.mp4".formatted(job.getKey())));
            frames.put(job.getKey(), Checker.frames(video));
        }
        return frames;
    }

    /** Jobs, disturbances of some kinds, and the check. */
    private final class Round {
        private final List<Disturbance> kinds;
        private final String name;
        private final Load load = Experiment.this.load.anew();
        private final AtomicInteger happened = new AtomicInteger();
        /** That happened, happen, or have yet to find somebody. */
        private final AtomicInteger tried = new AtomicInteger();

        private volatile boolean over;
        private final long start = System.nanoTime();

        Round(List<Disturbance> kinds, String name) {
            this.kinds = kinds;
            this.name = name;
        }

        List<String> run(Map<Integer, Checker.Frames> undisturbed) throws Exception {
            ExecutorService threads = Executors.newCachedThreadPool();
            Future<?> submissions = threads.submit(this::submitAll);
            if (!kinds.isEmpty()) {
                disturb(threads);
            }
            over = true;
            submissions.get();
            threads.shutdown();
            if (!threads.awaitTermination(SETTLE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("A disturbance is not over after " + SETTLE);
            }
            say("%d disturbances are over", happened.get());
            for (FarmProcess part : lab.parts().toList()) {
                part.start();
            }
            lab.awaitReady();
            say(settle() ? "all jobs have ended" : "not all jobs have ended");
            Checker checker = new Checker(lab, load);
            // Until then a worker that does not know of a job's end may write, and nothing is an orphan.
            Laboratory.until(
                    Laboratory.LATE_WRITES.plus(TIDY), () -> checker.orphans().isEmpty());
            Checker.Verdict verdict = checker.check(undisturbed);
            report(verdict);
            return verdict.wrong();
        }

        private Void submitAll() throws InterruptedException {
            Random random = new Random(plan.seed + 1);
            boolean counted = plan.hits > 0;
            long pause = counted ? plan.pause.toMillis() : plan.disturbed.toMillis() * 2 / 3 / Math.max(1, plan.jobs);
            for (int i = 0; counted ? !over : i < plan.jobs; i++) {
                String job = load.submit(i % load.kinds(), "%s-%d".formatted(name.replace(' ', '-'), i));
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
            while (System.nanoTime() < end && (plan.hits == 0 || happened.get() < plan.hits)) {
                if (plan.hits > 0 && tried.get() >= plan.hits) {
                    Thread.sleep(100);
                    continue;
                }
                tried.incrementAndGet();
                Disturbance kind = kinds.get(random.nextInt(kinds.size()));
                Random own = new Random(random.nextLong());
                threads.submit(() -> happen(kind, own));
                Thread.sleep(plan.pause.toMillis());
            }
        }

        private void happen(Disturbance kind, Random random) {
            try {
                say("%s: %s", kind.word(), kind.happen(lab, random));
                happened.incrementAndGet();
            } catch (NothingHappenedException e) {
                tried.decrementAndGet();
                say("%s: nothing, %s", kind.word(), e.getMessage());
            } catch (IOException | RuntimeException e) {
                tried.decrementAndGet();
                say("%s could not happen: %s", kind.word(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean settle() throws InterruptedException {
            for (String job : load.promised().keySet()) {
                if (!Laboratory.until(SETTLE, () -> load.hasEnded(job))) {
                    return false;
                }
            }
            return Laboratory.until(TIDY, () -> load.promised().keySet().stream()
                    .noneMatch(job -> lab.receiver().about(job).isEmpty()));
        }

        private void report(Checker.Verdict verdict) {
            verdict.wrong().forEach(what -> say("WRONG %s", what));
            say(
                    "%s: %d disturbances, %d jobs %s, %d windows, %s, %.0f s, %s",
                    name,
                    happened.get(),
                    load.promised().size(),
                    verdict.ends(),
                    verdict.windows(),
                    verdict.redone(),
                    (System.nanoTime() - start) / 1e9,
                    verdict.wrong().isEmpty() ? "all holds" : verdict.wrong().size() + " WRONG");
        }
    }
}
