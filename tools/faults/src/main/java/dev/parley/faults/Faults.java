package dev.parley.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The laboratory's command. */
@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        description = "Starts a farm, disturbs it, and checks that nothing was lost.")
final class Faults implements Callable<Integer> {
    @Option(names = "--house", required = true, hidden = true, description = "Parley's checkout, built.")
    Path house;

    @Option(names = "--seed", description = "Repeats a run; one of its own unless given.")
    Long seed;

    @Option(names = "--jobs", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}")
    int jobs;

    @Option(names = "--workers", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
    int workers;

    @Option(names = "--brokers", defaultValue = "1", description = "1, or 3: a quorum. Default: ${DEFAULT-VALUE}")
    int brokers;

    @Option(
            names = "--lock",
            defaultValue = "5",
            description = "Seconds of a claim; more where a machine is too busy to renew it."
                    + " Freezes last 3 s more, a window 5 times as long. Default: ${DEFAULT-VALUE}")
    int lock;

    @Option(names = "--minutes", defaultValue = "1", description = "Of disturbances. Default: ${DEFAULT-VALUE}")
    double minutes;

    @Option(names = "--every", defaultValue = "3", description = "Seconds between two. Default: ${DEFAULT-VALUE}")
    double every;

    @Option(names = "--voice", defaultValue = "20", description = "Seconds of each video. Default: ${DEFAULT-VALUE}")
    double voice;

    @Option(
            names = "--only",
            split = ",",
            converter = Kind.class,
            description = "Kinds of disturbances: ${COMPLETION-CANDIDATES}. Default: all",
            completionCandidates = Kinds.class)
    List<Disturbance> only = List.of(Disturbance.values());

    @Option(
            names = "--hits",
            defaultValue = "0",
            description = "Disturbances that find somebody, after which a round is over; until then a job comes with"
                    + " each, and --jobs means nothing. --minutes are the most it takes. Default: as many as come")
    int hits;

    @Option(names = "--alone", description = "Each kind in a round of its own, one after the other, on one farm.")
    boolean alone;

    @Option(
            names = "--previous",
            description = "A folder as distribution/target/parley of another release: whose services are started, and"
                    + " which release-change changes for these, and back.")
    List<Path> previous = List.of();

    @Option(
            names = "--first-claims",
            defaultValue = "0",
            description = "Instead of disturbances: how often to measure the time from a death to the next claim.")
    int firstClaims;

    @Option(
            names = "--footprints",
            description = "Instead of disturbances: what each process takes before, amid and after the jobs.")
    boolean footprints;

    @Option(
            names = "--dir",
            description = "For data and logs, kept; otherwise a temporary folder, kept after a failure.")
    Path dir;

    /** Words of all kinds, for the help. */
    static final class Kinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Disturbance.values()).map(Disturbance::word).iterator();
        }
    }

    static final class Kind implements CommandLine.ITypeConverter<Disturbance> {
        @Override
        public Disturbance convert(String word) {
            return Disturbance.of(word);
        }
    }

    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH);
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        System.exit(new CommandLine(new Faults()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        long chosen = seed == null ? new Random().nextInt(1_000_000) : seed;
        Path folder = dir == null ? Files.createTempDirectory("parley-faults-") : Files.createDirectories(dir);
        Experiment.Plan plan = new Experiment.Plan(
                chosen, jobs, voice, millis(minutes * 60), millis(every), hits, List.copyOf(only), alone);
        Laboratory.Size size = new Laboratory.Size(brokers, workers, Duration.ofSeconds(lock));
        List<String> wrong;
        try (Laboratory lab =
                new Laboratory(house.toAbsolutePath().normalize(), previous, folder.toAbsolutePath(), size, chosen)) {
            Experiment experiment = new Experiment(lab, plan, System.out);
            if (firstClaims > 0) {
                experiment.firstClaims(firstClaims);
                wrong = List.of();
            } else {
                wrong = footprints ? experiment.footprints() : experiment.run();
            }
        }
        if (dir == null && wrong.isEmpty()) {
            delete(folder);
        }
        return wrong.isEmpty() ? 0 : 1;
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
