package dev.parley.faults;

import dev.parley.faults.StoreProxy.Mood;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What an operator has to hear of: by which metric it is seen, and by which alert. Each is provoked, then mended as the
 * alert's page in {@code docs/runbooks} says.
 */
enum Trouble {
    STORE_ERRORS(
            "sum(rate(parley_store_errors_total[30s])) > 0",
            "ParleyStoreErrors",
            farm -> {
                farm.lab().storeProxy().be(Mood.ERROR, 0.5);
                farm.submit(2);
            },
            farm -> farm.lab().storeProxy().be(Mood.WELL, 0)),
    STORE_AWAY(
            "max(parley_store_answers) == 0",
            "ParleyStoreAway",
            farm -> farm.lab().part("store").kill(),
            farm -> farm.lab().part("store").start()),
    BROKER_AWAY(
            "max(parley_broker_answers) == 0",
            "ParleyBrokerAway",
            farm -> farm.lab().part("broker").kill(),
            farm -> farm.lab().part("broker").start()),
    WORKERS_FROZEN(
            "max(parley_jobs_silent) > 0",
            "ParleyWorkersSilent",
            farm -> {
                // All of them, or another one takes over before anybody misses the first.
                farm.busy();
                for (FarmProcess worker : farm.lab().workers()) {
                    worker.freeze();
                }
            },
            farm -> {
                for (FarmProcess worker : farm.lab().workers()) {
                    worker.thaw();
                }
            }),
    WORKER_KILLED(
            "up{job=\"worker-1\"} == 0",
            "ParleyServiceDown",
            farm -> farm.lab().part("worker-1").kill(),
            farm -> farm.lab().part("worker-1").start()),
    ASSEMBLER_KILLED(
            "up{job=\"assembler\"} == 0",
            "ParleyServiceDown",
            farm -> farm.lab().part("assembler").kill(),
            farm -> farm.lab().part("assembler").start()),
    NO_WORKERS(
            "(max(parley_share_group_lag) > 0) unless on () max(parley_worker_member) == 1",
            "ParleyNoWorkers",
            farm -> {
                farm.lab().workers().parallelStream().forEach(FarmProcess::terminate);
                farm.submit(2);
            },
            Trouble::startWorkers),
    BACKLOG(
            "sum(max by (status) (parley_jobs{status=~\"accepted|running\"})) > 20",
            "ParleyBacklogPerWorker",
            farm -> {
                farm.lab().workers().parallelStream().forEach(FarmProcess::terminate);
                farm.submit(22);
            },
            Trouble::startWorkers),
    CLAIM_LOST(
            "sum(increase(parley_worker_lost_claims_total[1m])) > 0",
            "ParleyClaimsLost",
            farm -> {
                FarmProcess worker = farm.busy();
                worker.freeze();
                Thread.sleep(farm.lab().size().freeze().toMillis());
                worker.thaw();
            },
            farm -> {}),
    OUT_OF_MEMORY(
            "sum(increase(parley_jobs_ended_total{status=\"failed\", fault=\"out_of_memory\"}[1m])) > 0",
            "ParleyJobsFail",
            farm -> failing(farm, "out-of-memory"),
            farm -> farm.again("/v1/jobs/%s/retry")),
    DEAD_LETTERS(
            "sum(increase(parley_worker_attempts_total{outcome=\"dead_letter\"}[2m])) > 0",
            "ParleyDeadLetters",
            farm -> failing(farm, "out-of-memory"),
            farm -> farm.again("/v1/dead-letters/%s/replay")),
    JOBS_LATE(
            // One alone is no trend.
            "parley:slo_bad:count1h{slo=\"jobs\"} >= 2",
            "ParleyJobsMissTheirTime",
            farm -> {
                failing(farm, "out-of-memory");
                failing(farm, "out-of-memory");
            },
            farm -> farm.again("/v1/jobs/%s/retry")),
    UNREADABLE_TICKET(
            "sum(increase(parley_worker_failures_total{fault=\"internal\"}[1m])) > 0",
            "ParleyBug",
            farm -> new TopicRecords(farm.lab()).unreadableTicket(),
            farm -> {}),
    RECEIVER_GONE(
            "sum(increase(parley_webhook_exhausted_total[1m])) > 0",
            "ParleyWebhooksExhausted",
            farm -> farm.submitTelling(410, 1),
            farm -> {
                farm.answer(204);
                farm.redeliver();
            }),
    RECEIVER_SLOW(
            "parley:slo_bad:count1h{slo=\"callbacks\"} >= 2",
            "ParleyCallbacksLate",
            farm -> {
                // Their ends have to be a minute late, whatever the jobs themselves take.
                farm.awaitEnds(farm.submitTelling(500, 4));
                Thread.sleep(65_000);
                farm.answer(204);
            },
            farm -> {}),
    DEVICE_FAILED(
            "up{job=~\"worker-.*\"} == 0",
            "ParleyServiceDown",
            farm -> {
                Files.writeString(farm.lab().faults("worker-1").resolve("device-error"), "");
                farm.submit(2);
            },
            farm -> {
                Files.deleteIfExists(farm.lab().faults("worker-1").resolve("device-error"));
                farm.lab().part("worker-1").start();
            });

    interface Act {
        void on(Distress farm) throws Exception;
    }

    final String seen;
    final String alert;
    final Act provoke;
    final Act mend;

    /** @param seen has an answer while it lasts */
    Trouble(String seen, String alert, Act provoke, Act mend) {
        this.seen = seen;
        this.alert = alert;
        this.provoke = provoke;
        this.mend = mend;
    }

    /** As {@code store-away}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void startWorkers(Distress farm) throws Exception {
        for (FarmProcess worker : farm.lab().workers()) {
            worker.start();
        }
    }

    /** A job whose every window fails. */
    private static void failing(Distress farm, String how) throws Exception {
        String job = farm.submit(1).get(0);
        List<FarmProcess> workers = farm.lab().workers();
        boolean ended = farm.until(job, () -> {
            for (FarmProcess worker : workers) {
                Path fault = farm.lab().faults(worker.name()).resolve(how);
                if (!Files.exists(fault)) {
                    Files.writeString(fault, "");
                }
            }
        });
        for (FarmProcess worker : workers) {
            Files.deleteIfExists(farm.lab().faults(worker.name()).resolve(how));
        }
        if (!ended) {
            throw new IllegalStateException("Job %s did not end although every window failed".formatted(job));
        }
    }
}
