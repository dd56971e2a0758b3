package dev.parley.faults;

import dev.parley.faults.StoreProxy.Mood;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What can go wrong. Each kind disturbs something that nothing else disturbs, for a while, and mends it. */
enum Disturbance {
    WORKER_KILL((lab, random) -> restarted(lab, "worker", random, FarmProcess::kill)),
    INGEST_KILL((lab, random) -> restarted(lab, "ingest", random, FarmProcess::kill)),
    ASSEMBLER_KILL((lab, random) -> restarted(lab, "assembler", random, FarmProcess::kill)),
    BROKER_KILL((lab, random) -> {
        long killed = System.nanoTime();
        String broker = restarted(lab, "broker", random, FarmProcess::kill);
        // What a worker needs after that is the farm's; how long Kafka takes to start is the machine's.
        boolean answers = Laboratory.until(Duration.ofMinutes(1), lab.brokers()::answer);
        return "%s, %s after %.1f s"
                .formatted(broker, answers ? "answers again" : "silent", (System.nanoTime() - killed) / 1e9);
    }),
    LEADER_KILL((lab, random) -> {
        if (lab.brokers().count() == 1) {
            throw new NothingHappenedException("there is one broker");
        }
        return restarted(lab, lab.brokers().leader(), random, FarmProcess::kill);
    }),
    STORE_KILL((lab, random) -> restarted(lab, "store", random, FarmProcess::kill)),
    WORKER_STOP((lab, random) -> restarted(lab, "worker", random, FarmProcess::terminate)),
    INGEST_STOP((lab, random) -> restarted(lab, "ingest", random, FarmProcess::terminate)),
    BROKER_STOP((lab, random) -> restarted(lab, "broker", random, FarmProcess::terminate)),
    WORKER_FREEZE((lab, random) -> frozen(lab, "worker", random)),
    INGEST_FREEZE((lab, random) -> frozen(lab, "ingest", random)),
    ASSEMBLER_FREEZE((lab, random) -> frozen(lab, "assembler", random)),
    BROKER_FREEZE((lab, random) -> frozen(lab, "broker", random)),
    STORE_FREEZE((lab, random) -> frozen(lab, "store", random)),
    WORKER_PARTITION((lab, random) -> partitioned(lab, "worker", random)),
    INGEST_PARTITION((lab, random) -> partitioned(lab, "ingest", random)),
    ASSEMBLER_PARTITION((lab, random) -> partitioned(lab, "assembler", random)),
    WORKER_CUT((lab, random) ->
            with(lab, "worker", random, part -> lab.brokers().links(part.name()).forEach(Link::cut))),
    SLOW_LINK((lab, random) -> with(lab, random.nextBoolean() ? "worker" : "ingest", random, part -> {
        List<Link> links = lab.brokers().links(part.name());
        links.forEach(link -> link.slow(150));
        Thread.sleep(6000);
        links.forEach(Link::heal);
    })),
    STORE_ERROR((lab, random) -> moody(lab, Mood.ERROR, 0.5)),
    STORE_SLOW_DOWN((lab, random) -> moody(lab, Mood.SLOW_DOWN, 0.7)),
    STORE_LOST_ANSWER((lab, random) -> moody(lab, Mood.LOST_ANSWER, 0.4)),
    STORE_TRUNCATED((lab, random) -> moody(lab, Mood.TRUNCATED, 0.5)),
    STORE_CORRUPTED((lab, random) -> moody(lab, Mood.CORRUPTED, 0.3)),
    STORE_SLOW((lab, random) -> moody(lab, Mood.SLOW, 1)),
    WINDOW_HANG((lab, random) -> faulty(lab, random, "hang")),
    DEVICE_ERROR((lab, random) -> faulty(lab, random, "device-error")),
    OUT_OF_MEMORY((lab, random) -> faulty(lab, random, "out-of-memory")),
    HEAP_FULL((lab, random) -> faulty(lab, random, "heap-full")),
    WORKER_DISK_FULL((lab, random) -> withoutScratchSpace(lab, "worker", random)),
    INGEST_DISK_FULL((lab, random) -> withoutScratchSpace(lab, "ingest", random)),
    ASSEMBLER_DISK_FULL((lab, random) -> withoutScratchSpace(lab, "assembler", random)),
    BROKER_DISK_FULL((lab, random) -> withoutRoom(lab, "broker", random)),
    STORE_DISK_FULL((lab, random) -> withoutRoom(lab, "store", random)),
    KEY_ROTATION((lab, random) -> with(lab, "store", random, store -> lab.rotateKeys())),
    SCALE_TO_ZERO((lab, random) -> {
        List<FarmProcess> mine =
                lab.workers().stream().filter(FarmProcess::tryTake).toList();
        try {
            mine.parallelStream().forEach(FarmProcess::terminate);
            Thread.sleep(3000);
            for (FarmProcess part : mine) {
                part.start();
            }
        } finally {
            mine.forEach(FarmProcess::leave);
        }
        if (mine.isEmpty()) {
            throw new NothingHappenedException("all are disturbed");
        }
        return mine.size() + " workers";
    }),
    ROLLING_RESTART((lab, random) -> rolling(lab)),
    RELEASE_CHANGE((lab, random) -> lab.nextRelease() + ": " + rolling(lab)),
    CLOCK_JUMP(Disturbance::otherClock),
    SAME_NAME((lab, random) -> with(lab, "worker", random, part -> {
        try (FarmProcess twin = part.like(
                part.name() + "-twin",
                Map.of(
                        "PARLEY_HTTP_PORT",
                        "0",
                        "PARLEY_WORK_DIR",
                        lab.folder().resolve("work-twin").toString()))) {
            twin.start();
            if (!Laboratory.until(Laboratory.START, () -> twin.says("worker claims"))) {
                throw new IllegalStateException(twin + " claims nothing, see " + twin.log());
            }
            Thread.sleep(10_000);
        }
    })),
    REPEATED_RECORDS((lab, random) -> new TopicRecords(lab).repeat(random)),
    POISON_RECORDS((lab, random) -> new TopicRecords(lab).poison(random));

    /** Says to whom it happened. */
    private interface Act {
        String on(Laboratory lab, Random random) throws IOException, InterruptedException, NothingHappenedException;
    }

    private interface Deed {
        void to(FarmProcess part) throws IOException, InterruptedException;
    }

    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
    /** How long a disk stays full. */
    private static final Duration FULL = Duration.ofSeconds(15);

    /** Kibibytes. */
    private static final int LITTLE = 64;

    private final Act act;

    Disturbance(Act act) {
        this.act = act;
    }

    /** As {@code worker-kill}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Disturbance of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Disturbs, and returns when the farm is left to itself. @return what was disturbed */
    String happen(Laboratory lab, Random random) throws IOException, InterruptedException, NothingHappenedException {
        return act.on(lab, random);
    }

    private static String with(Laboratory lab, String prefix, Random random, Deed deed)
            throws IOException, InterruptedException, NothingHappenedException {
        Optional<FarmProcess> taken = lab.take(prefix, random);
        FarmProcess part = taken.orElseThrow(() -> new NothingHappenedException("all are disturbed"));
        try {
            deed.to(part);
        } finally {
            part.leave();
        }
        return part.name();
    }

    private static String restarted(Laboratory lab, String prefix, Random random, Deed end)
            throws IOException, InterruptedException, NothingHappenedException {
        int pause = random.nextInt(1500);
        return with(lab, prefix, random, part -> {
            end.to(part);
            Thread.sleep(pause);
            part.start();
        });
    }

    private static String rolling(Laboratory lab) throws IOException, InterruptedException, NothingHappenedException {
        List<String> services = List.of("ingest-1", "ingest-2", "assembler", "worker");
        int restarted = 0;
        for (FarmProcess part : lab.parts().toList()) {
            if (services.stream().anyMatch(part.name()::startsWith) && part.tryTake()) {
                try {
                    part.terminate();
                    part.start();
                    lab.awaitReady(part.name());
                    restarted++;
                } finally {
                    part.leave();
                }
            }
        }
        if (restarted == 0) {
            throw new NothingHappenedException("all are disturbed");
        }
        return restarted + " processes, one after the other";
    }

    private static String frozen(Laboratory lab, String prefix, Random random)
            throws IOException, InterruptedException, NothingHappenedException {
        return with(lab, prefix, random, part -> {
            if (part.isAlive()) {
                part.freeze();
                try {
                    Thread.sleep(lab.size().freeze().toMillis());
                } finally {
                    part.thaw();
                }
            }
        });
    }

    private static String partitioned(Laboratory lab, String prefix, Random random)
            throws IOException, InterruptedException, NothingHappenedException {
        return with(lab, prefix, random, part -> {
            List<Link> links = lab.brokers().links(part.name());
            links.forEach(Link::hold);
            try {
                Thread.sleep(lab.size().freeze().toMillis());
            } finally {
                links.forEach(Link::heal);
            }
        });
    }

    private static String moody(Laboratory lab, Mood mood, double share) throws InterruptedException {
        int before;
        synchronized (lab.storeProxy()) {
            before = lab.storeProxy().spoilt();
            lab.storeProxy().be(mood, share);
            try {
                Thread.sleep(6000);
            } finally {
                lab.storeProxy().be(Mood.WELL, 0);
            }
            return (lab.storeProxy().spoilt() - before) + " calls";
        }
    }

    private static String faulty(Laboratory lab, Random random, String fault)
            throws IOException, InterruptedException, NothingHappenedException {
        boolean[] taken = {false};
        String worker = with(lab, "worker", random, part -> {
            Path ask = lab.faults(part.name()).resolve(fault);
            Files.write(ask, new byte[0]);
            // Taken by the next window, if there is one.
            taken[0] = Laboratory.until(Duration.ofSeconds(8), () -> !Files.exists(ask));
            Files.deleteIfExists(ask);
            if (taken[0] && fault.equals("hang")) {
                Laboratory.until(lab.size().window().plusSeconds(10), () -> !part.isAlive());
            }
            part.start();
        });
        if (!taken[0]) {
            throw new NothingHappenedException(worker + " had nothing to do");
        }
        return worker;
    }

    /** A part whose clock is five minutes ahead, or behind. Needs Debian's libfaketime. */
    private static String otherClock(Laboratory lab, Random random)
            throws IOException, InterruptedException, NothingHappenedException {
        if (!Files.exists(FAKE_TIME)) {
            throw new NothingHappenedException("there is no " + FAKE_TIME);
        }
        String prefix = List.of("worker", "ingest", "assembler").get(random.nextInt(3));
        String clock = random.nextBoolean() ? "+5m" : "-5m";
        return clock + " at "
                + with(lab, prefix, random, part -> {
                    part.terminate();
                    try (FarmProcess astray = part.like(
                            part.name() + "-astray",
                            Map.of(
                                    "LD_PRELOAD",
                                    FAKE_TIME.toString(),
                                    "FAKETIME",
                                    clock,
                                    "DONT_FAKE_MONOTONIC",
                                    "1"))) {
                        astray.start();
                        lab.awaitReady(part.name());
                        Thread.sleep(10_000);
                    }
                    part.start();
                });
    }

    /** A part whose scratch space is a file system that has no room. Needs root. */
    private static String withoutScratchSpace(Laboratory lab, String prefix, Random random)
            throws IOException, InterruptedException, NothingHappenedException {
        expectRightToMount(lab);
        return with(lab, prefix, random, part -> {
            Path disk = Files.createTempDirectory(lab.folder(), "disk-");
            part.kill();
            mount(disk, LITTLE);
            try (FarmProcess cramped =
                    part.like(part.name() + "-cramped", Map.of("PARLEY_WORK_DIR", disk.toString()))) {
                cramped.start();
                Laboratory.until(Duration.ofMinutes(1), () -> lab.isReady(part.name()) || !cramped.isAlive());
                Thread.sleep(FULL.toMillis());
            } finally {
                run("umount", "-l", disk.toString());
            }
            part.start();
        });
    }

    /** A broker or a store whose data are for a while on a file system that has room for little more. Needs root. */
    private static String withoutRoom(Laboratory lab, String prefix, Random random)
            throws IOException, InterruptedException, NothingHappenedException {
        expectRightToMount(lab);
        return with(lab, prefix, random, part -> {
            Path data = lab.folder().resolve(part.name());
            Path aside = data.resolveSibling(part.name() + "-aside");
            part.terminate();
            Files.move(data, aside);
            Files.createDirectories(data);
            mount(data, kibibytes(aside) + LITTLE);
            try {
                run("cp", "-a", aside + "/.", data.toString());
                part.start();
                Laboratory.until(Laboratory.START, () -> lab.serves(part) || !part.isAlive());
                Thread.sleep(FULL.toMillis());
            } finally {
                part.kill();
                run("rm", "-rf", aside.toString());
                run("cp", "-a", data + "/.", aside.toString());
                run("umount", "-l", data.toString());
                Files.delete(data);
                Files.move(aside, data);
                part.start();
            }
        });
    }

    private static void expectRightToMount(Laboratory lab)
            throws IOException, InterruptedException, NothingHappenedException {
        Path disk = Files.createTempDirectory(lab.folder(), "disk-");
        if (!mount(disk, LITTLE) || run("umount", disk.toString()) != 0) {
            throw new NothingHappenedException("no right to mount a small file system");
        }
    }

    private static boolean mount(Path folder, long kibibytes) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", folder.toString()) == 0;
    }

    /** Files with holes take less than they are long. */
    private static long kibibytes(Path folder) throws IOException {
        Process du = new ProcessBuilder("du", "-sk", folder.toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(said.split("\\s", 2)[0]);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
