package dev.parley.quality;

import dev.parley.media.DetectedFace;
import dev.parley.media.Faces;
import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.Sounds;
import dev.parley.plan.FrameRate;
import dev.parley.speech.SpeechException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures videos of a photographed person, of whatever engine, and counts faces. Fails if a figure misses its bound. */
@Command(name = "people", mixinStandardHelpOptions = true, description = "Measures videos of a photographed person.")
final class People implements Callable<Integer> {
    private static final int TIMES = 5;
    /** After a voice a face comes to rest. */
    private static final int REST = FrameRate.FRAMES_PER_SECOND;

    @Option(names = "--house", required = true, description = "Where the checkout is.")
    Path house;

    @Option(names = "--made", required = true, description = "Where the photograph, the voices and their videos are.")
    Path made;

    @Option(names = "--text", required = true, description = "The sentence that kate says in one of the videos.")
    String text;

    @Option(names = "--sheet", description = "Draws the picture, and frames of a video, into this PNG or JPEG.")
    Path sheet;

    public static void main(String[] args) {
        Locale.setDefault(Locale.ENGLISH);
        System.exit(new CommandLine(new People()).execute(args));
    }

    @Override
    public Integer call() throws IOException, MediaException, SpeechException {
        Picture photograph = Pictures.read(made.resolve("astronaut.png"), Limits.DEFAULT);
        List<Figure> figures = new ArrayList<>(FaceCount.figures(photograph, house.resolve("samples")));
        float[] leisure = voice("leisure");
        float[] married = voice("married");
        figures.addAll(judged("leisure", leisure));
        figures.addAll(judged("married", married));
        figures.addAll(judged("minute", repeated(leisure, married)));
        figures.addAll(judged("spoken", Utterance.spoken("kate", text)));
        figures.addAll(inTurn("pair", leisure, married));
        figures.forEach(System.out::println);
        return figures.stream().allMatch(Figure::good) ? 0 : 1;
    }

    private float[] voice(String name) throws MediaException {
        return Sounds.voice(made.resolve(name + ".wav"), Limits.DEFAULT, Sounds.MEAN);
    }

    /** Both in turn, five times: more than a minute. */
    private static float[] repeated(float[] first, float[] second) {
        float[] all = new float[TIMES * (first.length + second.length)];
        for (int i = 0; i < TIMES; i++) {
            int at = i * (first.length + second.length);
            System.arraycopy(first, 0, all, at, first.length);
            System.arraycopy(second, 0, all, at + first.length, second.length);
        }
        return all;
    }

    /** By loudness: of recordings nobody knows the phonemes. */
    private List<Figure> judged(String name, float[] voice) throws IOException {
        Film film = film(name);
        Track track = track(film, new Utterance(voice, List.of()));
        return new PortraitMeasures(name, film, face(film), "loudness", track.loudness()).figures();
    }

    private List<Figure> judged(String name, Utterance said) throws IOException {
        Film film = film(name);
        if (sheet != null) {
            PortraitSheet.write(film, face(film), said.phonemes(), sheet);
        }
        double[] opening = track(film, said).opening();
        return new PortraitMeasures(name, film, face(film), "phonemes", opening).figures();
    }

    /** Two people, the left one first. */
    private List<Figure> inTurn(String name, float[] left, float[] right) throws IOException {
        Film film = film(name);
        int frames = film.frames().size();
        int turn = left.length / FrameRate.SAMPLES_PER_FRAME;
        List<DetectedFace> faces = faces(film, 2).stream()
                .sorted(Comparator.comparing(DetectedFace::x))
                .toList();
        List<Figure> figures = new ArrayList<>();
        figures.addAll(ofTwo(
                name + ", left",
                film,
                faces.get(0),
                new Track.Line(0, new Utterance(left, List.of())),
                turn + REST,
                frames));
        figures.addAll(ofTwo(
                name + ", right",
                film,
                faces.get(1),
                new Track.Line(turn, new Utterance(right, List.of())),
                0,
                turn - REST));
        return figures;
    }

    /** @param silent first of the frames in which only the other one speaks */
    private static List<Figure> ofTwo(
            String name, Film film, DetectedFace face, Track.Line line, int silent, int silentEnd) {
        double[] loudness = Track.of(film.frames().size(), List.of(line)).loudness();
        PortraitMeasures measures = new PortraitMeasures(name, film, face, "loudness", loudness);
        List<Figure> figures = new ArrayList<>(measures.figures());
        double[] opening = measures.opening();
        figures.add(Figure.atMost(
                name + ": movement of the mouth while only the other speaks, share of all",
                Statistics.deviation(Arrays.copyOfRange(opening, silent, silentEnd)) / Statistics.deviation(opening),
                0.2));
        return figures;
    }

    private static Track track(Film film, Utterance said) {
        return Track.of(film.frames().size(), List.of(new Track.Line(0, said)));
    }

    private Film film(String name) throws IOException {
        Film film = Film.read(made.resolve(name + ".mp4"));
        System.out.printf("%s: %d frames of %d x %d%n", name, film.frames().size(), film.width(), film.height());
        return film;
    }

    /** In the first frame, where nobody speaks yet. */
    private static DetectedFace face(Film film) {
        return faces(film, 1).get(0);
    }

    private static List<DetectedFace> faces(Film film, int people) {
        List<DetectedFace> faces = Faces.find(film.picture(0));
        if (faces.size() != people) {
            throw new IllegalStateException(
                    "Found %d faces in the first frame, expected %d".formatted(faces.size(), people));
        }
        return faces;
    }
}
