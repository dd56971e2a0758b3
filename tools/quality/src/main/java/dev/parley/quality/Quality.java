package dev.parley.quality;

import dev.parley.media.MediaException;
import dev.parley.multitalk.MultiTalk;
import dev.parley.speech.SpeechException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Renders a few clips with multitalk-tiny and measures them. Fails if a figure misses its bound. */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = "Renders a few clips with multitalk-tiny and measures lip sync, cross-talk and seams.")
final class Quality implements Callable<Integer> {
    @Option(names = "--house", required = true, description = "Where the checkout is.")
    Path house;

    @Option(
            names = "--only",
            split = ",",
            description = "Names of clips, all if not given: woman, man, pair, kate, kevin, three, left, right.")
    List<String> only = List.of();

    @Option(names = "--sheet", description = "Draws frames, mouths and curves into this PNG.")
    Path sheet;

    @Option(names = "--raw", description = "Puts each video into this folder, as rows of RGB bytes.")
    Path raw;

    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH); // figures are compared between machines
        System.exit(new CommandLine(new Quality()).execute(args));
    }

    @Override
    public Integer call() throws IOException, MediaException, SpeechException {
        boolean good = true;
        List<BufferedImage> sheets = new ArrayList<>();
        try (MultiTalk model = MultiTalk.open(house.resolve("models/multitalk-tiny"))) {
            for (TestClip clip : TestClip.all(house.resolve("samples"), house.resolve("tools/quality/voices"))) {
                if (!only.isEmpty() && !only.contains(clip.name())) {
                    continue;
                }
                long begin = System.nanoTime();
                Video video = clip.render(model);
                System.out.printf(
                        "%s: %d frames of %s, %d windows, %.0f s%n",
                        clip.name(),
                        video.frames().size(),
                        video.size(),
                        video.borders().size() + 1,
                        (System.nanoTime() - begin) / 1e9);
                Measures measures = new Measures(clip, video);
                measures.remarks().forEach(System.out::println);
                for (Figure figure : measures.figures()) {
                    System.out.println(figure);
                    good &= figure.good();
                }
                sheets.add(ContactSheet.of(clip, video));
                if (raw != null) {
                    write(video, raw.resolve(clip.name() + ".rgb"));
                }
            }
        }
        if (sheet != null) {
            ContactSheet.write(sheets, sheet);
        }
        return good ? 0 : 1;
    }

    private static void write(Video video, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (byte[] frame : video.frames()) {
                out.write(frame);
            }
        }
    }
}
