package dev.parley.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.plan.Size;
import dev.parley.quality.Track.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures on videos that are painted here, of which they are known. */
class MeasuresTest {
    private static final Size SIZE = new Size(100, 200);
    private static final Face LEFT = new Face(50, 50, 40, 0xffe2c5, 0xaa3c50);
    private static final Face RIGHT = new Face(150, 50, 40, 0x80533a, 0x693423);
    private static final Path VOICES = Path.of("voices");

    @Test
    void theRightMouthsMoveAsTheyShould() throws Exception {
        List<Track> tracks = tracks();
        assertThat(figures(tracks, tracks)).allMatch(Figure::good);
    }

    @Test
    void mouthsOfTheWrongPeopleAreNoticed() throws Exception {
        List<Track> tracks = tracks();
        List<Track> swapped = List.of(tracks.get(1), tracks.get(0));
        assertThat(figures(tracks, swapped).subList(0, 6)).noneMatch(Figure::good);
    }

    @Test
    void aPictureThatStepsAtABorderIsNoticed() throws Exception {
        List<Track> tracks = tracks();
        Video video = painted(tracks);
        for (byte[] frame : video.frames().subList(81, 193)) {
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (byte) Math.max(0, (frame[i] & 0xff) - 4);
            }
        }
        List<Figure> figures = new Measures(clip(tracks), video).figures();
        assertThat(figures.subList(figures.size() - 2, figures.size())).noneMatch(Figure::good);
    }

    @Test
    void whoStaysSilentIsOnlyAskedToKeepStill() throws Exception {
        Track spoken = tracks().get(0);
        Track silent = Track.of(193, List.of());
        assertThat(figures(List.of(spoken, silent), List.of(spoken, silent)))
                .filteredOn(figure -> !figure.name().contains("borders"))
                .hasSize(2)
                .allMatch(Figure::good);
        assertThat(figures(List.of(spoken, silent), List.of(spoken, spoken)))
                .filteredOn(figure -> !figure.good())
                .singleElement()
                .satisfies(figure -> assertThat(figure.name()).contains("person 2: movement while only others speak"));
    }

    private static List<Figure> figures(List<Track> asked, List<Track> shown) {
        return new Measures(clip(asked), painted(shown)).figures();
    }

    private static TestClip clip(List<Track> tracks) {
        return new TestClip("painted", Path.of("nowhere.png"), "", List.of(LEFT, RIGHT), tracks, List.of(), 0.75);
    }

    private static List<Track> tracks() throws Exception {
        Utterance first = Utterance.read(VOICES, "map");
        Utterance second = Utterance.read(VOICES, "bus");
        return List.of(Track.of(193, List.of(new Line(0, first))), Track.of(193, List.of(new Line(98, second))));
    }

    /** Skin, and a dark rectangle as large as the mouth is open. */
    private static Video painted(List<Track> tracks) {
        List<byte[]> frames = new ArrayList<>();
        for (int frame = 0; frame < tracks.get(0).frames(); frame++) {
            byte[] rgb = new byte[3 * SIZE.height() * SIZE.width()];
            paint(rgb, LEFT, tracks.get(0).opening()[frame]);
            paint(rgb, RIGHT, tracks.get(1).opening()[frame]);
            frames.add(rgb);
        }
        return new Video(SIZE, frames, List.of(81, 137));
    }

    private static void paint(byte[] rgb, Face face, double opening) {
        double half = Math.sqrt(opening) * face.scale() / 2;
        for (int y = 0; y < SIZE.height(); y++) {
            for (int x = face.x() - 50; x < face.x() + 50; x++) {
                boolean inside = Math.abs(x - face.x()) < half && Math.abs(y - face.y()) < half;
                int color = inside ? 0x5c1a24 : face.skin();
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * SIZE.width() + x) + c] = (byte) (color >> 16 - 8 * c);
                }
            }
        }
    }
}
