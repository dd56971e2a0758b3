package dev.parley.quality;

import dev.parley.media.DetectedFace;
import dev.parley.media.Faces;
import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.Sounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures videos of a photographed person, of whatever engine, and counts faces. Fails if a figure misses its bound. */
@Command(name = "people", mixinStandardHelpOptions = true, description = "Measures videos of a photographed person.")
final class People implements Callable<Integer> {
    @Option(names = "--house", required = true, description = "Where the checkout is.")
    Path house;

    @Option(names = "--made", required = true, description = "Where the photograph, the voices and their videos are.")
    Path made;

    @Option(names = "--sheet", description = "Draws the picture, and frames of a video, into this PNG.")
    Path sheet;

    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH);
        System.exit(new CommandLine(new People()).execute(args));
    }

    @Override
    public Integer call() throws IOException, MediaException {
        Picture photograph = Pictures.read(made.resolve("astronaut.png"), Limits.DEFAULT);
        List<Figure> figures = new ArrayList<>(FaceCount.figures(photograph, house.resolve("samples")));
        for (String voice : List.of("leisure", "married")) {
            Film film = Film.read(made.resolve(voice + ".mp4"));
            float[] samples = Sounds.voice(made.resolve(voice + ".wav"), Limits.DEFAULT, Sounds.MEAN);
            System.out.printf("%s: %d frames of %d x %d%n", voice, film.frames().size(), film.width(), film.height());
            figures.addAll(new PortraitMeasures(voice, film, face(film), samples).figures());
            if (sheet != null && voice.equals("leisure")) {
                PortraitSheet.write(film, face(film), sheet);
            }
        }
        figures.forEach(System.out::println);
        return figures.stream().allMatch(Figure::good) ? 0 : 1;
    }

    /** In the first frame, where nobody speaks yet. */
    private static DetectedFace face(Film film) {
        List<DetectedFace> faces = Faces.find(film.picture(0));
        if (faces.size() != 1) {
            throw new IllegalStateException("Found %d faces in the first frame, expected one".formatted(faces.size()));
        }
        return faces.get(0);
    }
}
