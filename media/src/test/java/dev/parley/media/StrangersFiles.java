package dev.parley.media;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A program that spoils one file after the other and reads it as the farm reads files of strangers. It says which one
 * it begins, and then what became of it: see {@link WatchedReader}.
 */
final class StrangersFiles {
    /** Of a picture in the heap, as admission reads it. */
    private static final long HEAP_PIXELS = 8_000_000;

    /** A mix in stereo. */
    private static final int MIX_CHANNELS = 2;

    private static final int MOST_FRAMES = 25;
    private static final int ONE_IN = 8;

    private static final Path PEAK = Path.of("/proc/self/clear_refs");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path FILES = Path.of("/proc/self/fd");

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final PrintStream out;
    private final Path file;

    private StrangersFiles(Path file, PrintStream out) {
        this.file = file;
        this.out = out;
    }

    /** Arguments: a folder of whole files, where to put a spoilt one, the seed, the first number and the one after the last. */
    public static void main(String[] args) throws IOException {
        List<byte[]> specimens = Specimens.in(Path.of(args[0]));
        StrangersFiles reader = new StrangersFiles(Path.of(args[1]), System.out);
        // What is loaded with a first look stays open.
        for (byte[] specimen : specimens) {
            reader.out.println("begin " + WatchedReader.NONE);
            Files.write(reader.file, specimen);
            reader.look(true);
        }
        Set<String> open = openFiles();
        long seed = Long.parseLong(args[2]);
        for (long number = Long.parseLong(args[3]);
                number < Long.parseLong(args[4]) && !reader.out.checkError();
                number++) {
            reader.read(number, new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + number), specimens, open);
        }
    }

    private void read(long number, SplittableRandom random, List<byte[]> specimens, Set<String> open)
            throws IOException {
        Files.write(file, new Mutation(random, specimens).next());
        Files.writeString(PEAK, "5"); // proc(5): the peak begins anew
        out.println("begin " + number);
        long began = clock.getCurrentThreadCpuTime();
        String became = look(random.nextInt(ONE_IN) == 0);
        long millis = (clock.getCurrentThreadCpuTime() - began) / 1_000_000;
        Set<String> left = openFiles();
        left.removeAll(open);
        if (!left.isEmpty()) {
            out.println("fault left open: " + left);
        }
        out.println("end %d %d %s".formatted(millis, peakKib(), became));
    }

    /** A reading; what is refused is refused with a {@link MediaException}. */
    private interface Reading {
        void read() throws MediaException;
    }

    /** @return a letter for each way in: small where the file was refused */
    private String look(boolean searchesFaces) {
        return became('P', () -> lookAtPicture(searchesFaces))
                + became('S', this::listen)
                + became('V', this::lookAtFilm);
    }

    private String became(char way, Reading reading) {
        try {
            reading.read();
            return String.valueOf(way);
        } catch (MediaException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                out.println("fault refused without a reason");
            }
        } catch (RuntimeException | Error e) {
            out.println("fault %s at %s".formatted(e, e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]));
        }
        return String.valueOf(Character.toLowerCase(way));
    }

    private void lookAtPicture(boolean searchesFaces) throws MediaException {
        Pictures.inspect(file, Limits.DEFAULT);
        Picture picture = Pictures.read(file, Limits.DEFAULT, HEAP_PIXELS);
        if (searchesFaces) {
            Faces.find(picture);
        }
    }

    private void listen() throws MediaException {
        Sounds.inspect(file, Limits.DEFAULT);
        try (SoundDecoder mixed = SoundDecoder.openWithinScale(file, Limits.DEFAULT.maxBytes(), MIX_CHANNELS)) {
            while (mixed.next() != null) {
                // All of it is read, as for a video's sound track.
            }
        }
    }

    private void lookAtFilm() throws MediaException {
        try (GrayFrames frames = new GrayFrames(file, Limits.DEFAULT.maxBytes())) {
            for (int i = 0; i < MOST_FRAMES && frames.next(); i++) {
                // A look for a watermark reads frame by frame.
            }
        }
    }

    private static long peakKib() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> openFiles() {
        try (Stream<Path> files = Files.list(FILES)) {
            Set<String> open = new TreeSet<>();
            for (Path one : files.toList()) {
                try {
                    open.add(Files.readSymbolicLink(one).toString());
                } catch (NoSuchFileException closed) {
                    // Java's own looks at its machine come and go.
                }
            }
            open.removeIf(name -> name.startsWith("/proc/") || name.startsWith("/sys/"));
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
