package dev.parley.quality;

import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Pictures;
import dev.parley.multitalk.Mode;
import dev.parley.multitalk.MultiTalk;
import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Speech;
import dev.parley.multitalk.VideoRequest;
import dev.parley.plan.Defaults;
import dev.parley.plan.FrameRate;
import dev.parley.plan.Size;
import dev.parley.plan.SpeakerBox;
import dev.parley.quality.Track.Line;
import dev.parley.speech.SpeechException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A video to render and measure.
 *
 * @param picture file in the samples
 * @param faces in the picture, person 1's first
 * @param tracks one for each face
 * @param boxes around the first faces, whose tracks alone the model hears; none for all of them in equal shares of the
 *     picture
 * @param lipSync the least correlation of mouth and phonemes that is good
 */
record TestClip(
        String name,
        Path picture,
        String prompt,
        List<Face> faces,
        List<Track> tracks,
        List<SpeakerBox> boxes,
        double lipSync) {
    private static final int LATER_WINDOW = Defaults.FRAMES_PER_WINDOW - Defaults.MOTION_FRAMES;
    private static final int THREE_WINDOWS = Defaults.FRAMES_PER_WINDOW + 2 * LATER_WINDOW;
    private static final int FOUR_WINDOWS = Defaults.FRAMES_PER_WINDOW + 3 * LATER_WINDOW;

    private static final double RECORDED = 0.75;
    private static final double SPOKEN = 0.7;

    /**
     * One person for four windows, another for two, and two people for three; then two whose text is spoken by the
     * built-in voices, three who answer each other, which the model was not trained for, and one of two people who is
     * silent.
     */
    static List<TestClip> all(Path samples, Path voices) throws IOException, MediaException, SpeechException {
        Face woman = new Face(96, 116, 51, 0xfdcca7, 0xbc4854);
        Face man = new Face(96, 125, 58, 0x80533a, 0x693423);
        Face left = new Face(77, 99, 46, 0xffe2c5, 0xaa3c50);
        Face right = new Face(209, 99, 46, 0xdcad81, 0xce6062);
        // One, then the other, then both.
        Track first = Track.of(THREE_WINDOWS, List.of(line(voices, 0, "map"), line(voices, 139, "far")));
        Track second = Track.of(THREE_WINDOWS, List.of(line(voices, 98, "bus")));
        return List.of(
                new TestClip(
                        "woman",
                        samples.resolve("woman.png"),
                        "a cartoon woman talks",
                        List.of(woman),
                        List.of(Track.of(
                                FOUR_WINDOWS, List.of(line(voices, 0, "ferry"), line(voices, 128, "pumpkin")))),
                        List.of(),
                        RECORDED),
                new TestClip(
                        "man",
                        samples.resolve("man.png"),
                        "a cartoon man talks",
                        List.of(man),
                        List.of(Track.of(110, List.of(line(voices, 0, "wolf")))),
                        List.of(),
                        RECORDED),
                new TestClip(
                        "pair",
                        samples.resolve("pair.png"),
                        "two cartoon people talk to each other",
                        List.of(left, right),
                        List.of(first, second),
                        List.of(),
                        RECORDED),
                spoken(
                        "kate",
                        samples.resolve("woman.png"),
                        woman,
                        "My mother bought a big map of Rome, and we all laughed about the price."),
                spoken(
                        "kevin",
                        samples.resolve("man.png"),
                        man,
                        "Two brown wolves ran far above the moor while people shut their barn doors. "
                                + "Nobody was hurt, but every farmer remembers that evening."),
                three(samples.resolve("three.png")),
                oneOf("left", samples.resolve("pair.png"), left, right, new SpeakerBox(10, 15, 170, 140)),
                oneOf("right", samples.resolve("pair.png"), right, left, new SpeakerBox(40, 160, 150, 260)));
    }

    /** One of two people speaks, whose box is given. */
    private static TestClip oneOf(String name, Path picture, Face speaker, Face listener, SpeakerBox box)
            throws SpeechException {
        Utterance said = Utterance.spoken("kate", "My mother bought a big map of Rome.");
        int frames = frames(said);
        return new TestClip(
                name,
                picture,
                "two cartoon people, one of them talks",
                List.of(speaker, listener),
                List.of(Track.of(frames, List.of(new Line(0, said))), Track.of(frames, List.of())),
                List.of(box),
                SPOKEN);
    }

    private static TestClip three(Path picture) throws SpeechException {
        List<Utterance> said = List.of(
                Utterance.spoken("kate", "Good morning, my baby."),
                Utterance.spoken("kevin", "Where are we going now?"),
                Utterance.spoken("kim", "Up above the farm."));
        int frames = said.stream().mapToInt(TestClip::frames).sum();
        List<Track> tracks = new ArrayList<>();
        int begin = 0;
        for (Utterance utterance : said) {
            tracks.add(Track.of(frames, List.of(new Line(begin, utterance))));
            begin += frames(utterance);
        }
        List<Face> faces = List.of(
                new Face(48, 99, 46, 0xffe2c5, 0xaa3c50),
                new Face(144, 99, 46, 0xdcad81, 0xce6062),
                new Face(240, 104, 48, 0x80533a, 0x693423));
        return new TestClip(
                "three", picture, "several cartoon people talk to each other", faces, tracks, List.of(), SPOKEN);
    }

    private static int frames(Utterance said) {
        return FrameRate.frames(said.samples().length);
    }

    private static TestClip spoken(String voice, Path picture, Face face, String text) throws SpeechException {
        Utterance said = Utterance.spoken(voice, text);
        int frames = frames(said);
        Track track = Track.of(frames, List.of(new Line(0, said)));
        return new TestClip(voice, picture, "a cartoon person talks", List.of(face), List.of(track), List.of(), SPOKEN);
    }

    private static Line line(Path voices, int frame, String name) throws IOException, MediaException {
        return new Line(frame, Utterance.read(voices, name));
    }

    /** Renders with the model's own settings for long videos. */
    Video render(MultiTalk model) throws IOException, MediaException {
        var read = Pictures.read(picture, Limits.DEFAULT);
        var request = new VideoRequest(
                new RgbImage(new Size(read.height(), read.width()), read.rgb()),
                prompt,
                "",
                tracks.stream()
                        .limit(boxes.isEmpty() ? tracks.size() : boxes.size())
                        .map(track -> Speech.prepare(new float[][] {track.samples()}, Speech.RATE))
                        .toList(),
                boxes,
                model.settings(Mode.STREAMING));
        List<byte[]> frames = new ArrayList<>();
        List<Integer> borders = new ArrayList<>();
        List<Size> sizes = new ArrayList<>();
        model.render(request, window -> {
            if (window.window().index() > 0) {
                borders.add(frames.size());
            }
            sizes.add(window.size());
            int length = 3 * window.size().height() * window.size().width();
            for (int at = 0; at < window.rgb().length; at += length) {
                frames.add(Arrays.copyOfRange(window.rgb(), at, at + length));
            }
        });
        return new Video(sizes.get(0), List.copyOf(frames), List.copyOf(borders));
    }
}
