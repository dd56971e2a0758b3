package dev.parley.faults;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.global.avutil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts a farm into one trouble after the other, and measures when Prometheus and the alert see it. */
@Command(
        name = "distress",
        mixinStandardHelpOptions = true,
        description = "Provokes faults of a farm and measures when each is seen by its metric and its alert.")
final class Distress implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** A fault that can be seen is seen in the first scrape or, if that has just begun, in the second. */
    private static final int SCRAPES = 2;

    @Option(names = "--house", required = true, hidden = true, description = "Parley's checkout, built.")
    Path house;

    @Option(
            names = "--only",
            split = ",",
            converter = Word.class,
            completionCandidates = Words.class,
            description = "Troubles: ${COMPLETION-CANDIDATES}. Default: all")
    List<Trouble> only = List.of(Trouble.values());

    @Option(names = "--dir", description = "For data and logs. Default: a temporary folder")
    Path dir;

    /** For the help. */
    static final class Words implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Trouble.values()).map(Trouble::word).iterator();
        }
    }

    static final class Word implements CommandLine.ITypeConverter<Trouble> {
        @Override
        public Trouble convert(String word) {
            return Trouble.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    private Laboratory lab;
    private Load load;
    private Watch watch;
    private HttpServer receiver;
    private volatile int answer = 204;
    private final AtomicInteger told = new AtomicInteger();
    private int submitted;
    /** Of the trouble at hand. */
    private final List<String> jobs = new ArrayList<>();

    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH);
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        System.exit(new CommandLine(new Distress()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = dir == null ? Files.createTempDirectory("parley-distress-") : Files.createDirectories(dir);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        receiver.createContext("/", call -> {
            if (answer < 300) {
                told.incrementAndGet();
            }
            call.sendResponseHeaders(answer, -1);
            call.close();
        });
        receiver.start();
        List<String> unseen = new ArrayList<>();
        Laboratory.Size size = new Laboratory.Size(1, 2, Laboratory.LOCK);
        try (Laboratory opened =
                new Laboratory(house.toAbsolutePath().normalize(), List.of(), folder.toAbsolutePath(), size, 1)) {
            lab = opened;
            load = new Load(lab);
            lab.start();
            load.prepare(30);
            try (Watch started = new Watch(lab, List.of("ingest-1", "ingest-2", "assembler", "worker-1", "worker-2"))) {
                watch = started;
                System.out.println("| trouble | seen by | after | alert | after | scrapes between | over after |");
                System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
                for (Trouble trouble : only) {
                    if (!goesThrough(trouble)) {
                        unseen.add(trouble.word());
                    }
                }
            }
        } finally {
            receiver.stop(0);
        }
        System.out.println(unseen.isEmpty() ? "all were seen" : "NOT SEEN IN TIME: " + unseen);
        return unseen.isEmpty() ? 0 : 1;
    }

    /** What a trouble's alert says counts from when it begins: what is left of the one before must be over. */
    private boolean goesThrough(Trouble trouble) throws Exception {
        boolean quiet = Laboratory.until(PATIENCE, () -> !watch.has(trouble.seen));
        Laboratory.until(Duration.ofMinutes(1), () -> watch.state(trouble.alert).equals("inactive"));
        boolean known = !watch.state(trouble.alert).equals("inactive");
        long from = System.nanoTime();
        trouble.provoke.on(this);
        long[] seen = {0, 0};
        boolean both = Laboratory.until(PATIENCE, () -> {
            long now = System.nanoTime();
            if (seen[0] == 0 && watch.has(trouble.seen)) {
                seen[0] = now;
            }
            if (seen[1] == 0 && !watch.state(trouble.alert).equals("inactive")) {
                seen[1] = now;
            }
            return seen[0] != 0 && seen[1] != 0;
        });
        double between = (seen[1] - seen[0]) / 1e9 / Watch.SCRAPE.toSeconds();
        String alert = watch.state(trouble.alert);
        long mending = System.nanoTime();
        trouble.mend.on(this);
        recover();
        System.out.printf(
                Locale.ROOT,
                "| `%s` | `%s` | %s | `%s`, %s%s | %s | %s | %s |%n",
                trouble.word(),
                trouble.seen.replace("|", "\\|"),
                seconds(from, seen[0]),
                trouble.alert,
                alert,
                known ? ", as before" : "",
                seconds(from, seen[1]),
                both ? "%.1f".formatted(Math.max(0, between)) : "-",
                seconds(mending, isOver(trouble) ? System.nanoTime() : 0));
        return both && quiet && between <= SCRAPES + 0.5;
    }

    /** Once its jobs have ended, the metric has to say so; what looks back an hour does not within our patience. */
    private boolean isOver(Trouble trouble) throws InterruptedException {
        boolean ended = awaitEnds(jobs);
        jobs.clear();
        return ended && Laboratory.until(PATIENCE, () -> !watch.has(trouble.seen));
    }

    private static String seconds(long from, long at) {
        return at == 0 ? "never" : "%.1f s".formatted((at - from) / 1e9);
    }

    private void recover() throws Exception {
        answer = 204;
        for (FarmProcess part : lab.parts().toList()) {
            part.start();
        }
        for (String name : List.of("ingest-1", "ingest-2", "assembler", "worker-1", "worker-2")) {
            lab.awaitReady(name);
        }
        Laboratory.until(PATIENCE, () -> !watch.has("max(parley_share_group_lag) > 0"));
    }

    Laboratory lab() {
        return lab;
    }

    /** @return the jobs */
    List<String> submit(int jobs) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            ids.add(load.submit(submitted % load.kinds(), "distress-" + submitted++));
        }
        this.jobs.addAll(ids);
        return ids;
    }

    /** Jobs whose receiver answers so. */
    List<String> submitTelling(int status, int jobs) throws InterruptedException {
        answer = status;
        List<String> ids = new ArrayList<>();
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
        for (int i = 0; i < jobs; i++) {
            String request = load.request(0).replace(lab.receiver().url(), url);
            ids.add(load.submit(request, i, "distress-" + submitted++));
        }
        this.jobs.addAll(ids);
        return ids;
    }

    boolean awaitEnds(List<String> jobs) throws InterruptedException {
        return Laboratory.until(PATIENCE, () -> jobs.stream().allMatch(load::hasEnded));
    }

    void answer(int status) {
        answer = status;
    }

    /** As an operator does who has mended what failed the jobs at hand. @param path of what makes new jobs of them */
    void again(String path) throws InterruptedException {
        for (String job : List.copyOf(jobs)) {
            String next = load.order(path.formatted(job)).path("jobId").asText();
            jobs.add(next);
            if (!Laboratory.until(PATIENCE, () -> load.field(next, "status").equals("completed"))) {
                throw new IllegalStateException("Job %s, %s, did not complete".formatted(next, path.formatted(job)));
            }
        }
    }

    /** Tells the receiver of the jobs' ends once more. */
    void redeliver() throws InterruptedException {
        for (String job : jobs) {
            int before = told.get();
            load.order("/v1/jobs/%s/webhook/redeliver".formatted(job));
            if (!Laboratory.until(PATIENCE, () -> told.get() > before)) {
                throw new IllegalStateException("The receiver was not told of " + job);
            }
        }
    }

    /** A worker that is at a job's work. */
    FarmProcess busy() throws Exception {
        String job = submit(1).get(0);
        String[] worker = {""};
        Laboratory.until(PATIENCE, () -> {
            worker[0] = load.field(job, "worker");
            return load.field(job, "status").equals("running") && lab.part(worker[0]) != null;
        });
        return lab.part(worker[0]);
    }

    interface Step {
        void run() throws IOException;
    }

    /** Repeats a step until a job has failed. */
    boolean until(String job, Step step) throws InterruptedException {
        return Laboratory.until(PATIENCE, () -> {
            try {
                step.run();
                return load.field(job, "status").equals("failed");
            } catch (IOException e) {
                return false;
            }
        });
    }
}
