package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.contracts.Box;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderRequestSpeakerBuilder;
import dev.parley.contracts.Warning;
import dev.parley.media.DetectedFace;
import dev.parley.plan.Size;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CastTest {
    private static final Size PICTURE = new Size(400, 800);
    private static final Size VIDEO = new Size(320, 640);
    private static final DetectedFace LEFT = new DetectedFace(60, 100, 100, 100);
    private static final DetectedFace MIDDLE = new DetectedFace(240, 110, 100, 100);
    private static final DetectedFace RIGHT = new DetectedFace(600, 90, 120, 120);

    private static List<Speaker> speakers(Box... boxes) {
        return Stream.of(boxes)
                .map(box -> RenderRequestSpeakerBuilder.builder()
                        .audio("inputs/x")
                        .box(box)
                        .build())
                .toList();
    }

    private static Cast cast(List<Speaker> speakers, DetectedFace... faces) {
        return new Cast(speakers, List.of(faces), PICTURE, VIDEO);
    }

    private static List<Warning> warnings(
            List<Speaker> speakers, boolean drawing, Engine engine, DetectedFace... faces) {
        return FaceWarnings.of(cast(speakers, faces), speakers, drawing, engine);
    }

    private static List<Warning> ofPhotograph(List<Speaker> speakers, DetectedFace... faces) {
        return warnings(speakers, false, Engine.MULTITALK, faces);
    }

    @Test
    void halvesStayWhereEachHoldsAFace() {
        assertThat(cast(speakers(null, null), LEFT, RIGHT).proposed()).isEmpty();
    }

    @Test
    void facesInOneHalfGetBoxesOfTheirOwn() {
        List<Speaker> proposed =
                cast(speakers(null, null), LEFT, MIDDLE).proposed().orElseThrow();
        // 1.1 faces to either side of the middles, 110 and 290, but not beyond what lies between them, 200, less 8
        assertThat(proposed)
                .extracting(Speaker::box)
                .containsExactly(new Box(0, 50, 192, 250), new Box(208, 60, 192, 250));
        assertThat(BoxCheck.faults(Engine.MULTITALK, proposed, PICTURE, VIDEO)).isEmpty();
    }

    @Test
    void nothingIsProposedOverABoxOrForOtherNumbers() {
        assertThat(cast(speakers(new Box(0, 0, 400, 400), null), LEFT, MIDDLE).proposed())
                .isEmpty();
        assertThat(cast(speakers(null, null), LEFT, MIDDLE, RIGHT).proposed()).isEmpty();
        assertThat(cast(speakers((Box) null), LEFT).proposed()).isEmpty();
    }

    @Test
    void aFaceThatTheVideoCutsOffIsNone() {
        Cast square = new Cast(speakers((Box) null), List.of(LEFT, MIDDLE, RIGHT), PICTURE, new Size(400, 400));
        assertThat(square.faces()).containsExactly(MIDDLE); // the video shows 200 to 600
    }

    @Test
    void facesAreToldWithTheirSizeOnTheGridAndTheirSpeaker() {
        List<FoundFace> found =
                cast(speakers(null, new Box(500, 0, 300, 400)), LEFT, RIGHT).found();
        // 100 pixels of 800 are 80 of the video's 640, five tokens
        assertThat(found)
                .extracting(FoundFace::box, FoundFace::tokens, FoundFace::speaker)
                .containsExactly(tuple(new Box(60, 100, 100, 100), 5.0, 0), tuple(new Box(600, 90, 120, 120), 6.0, 1));
    }

    @Test
    void aPhotographWithoutAFaceIsWarnedOfAndADrawingIsNot() {
        assertThat(ofPhotograph(speakers((Box) null))).extracting(Warning::code).containsExactly("no-face");
        assertThat(warnings(speakers(null, null), true, Engine.MULTITALK)).isEmpty();
        assertThat(warnings(speakers(null, null), true, Engine.MULTITALK, LEFT)).isEmpty();
    }

    @Test
    void threeFacesAndTwoVoicesAreSaidWithBoxesToChooseFrom() {
        assertThat(ofPhotograph(speakers(null, null), LEFT, MIDDLE, RIGHT))
                .singleElement()
                .satisfies(warning -> {
                    assertThat(warning.path()).isEqualTo("speakers");
                    assertThat(warning.code()).isEqualTo("more-faces");
                    assertThat(warning.message())
                            .isEqualTo("found 3 faces, 2 voices; say by a box who speaks, from left to right: "
                                    + "0,50,192,250; 208,60,192,250; 528,30,264,300");
                });
    }

    @Test
    void oneFaceAndTwoVoicesAreSaid() {
        assertThat(ofPhotograph(speakers(null, null), LEFT))
                .extracting(Warning::code)
                .containsExactly("fewer-faces");
    }

    @Test
    void aBoxThatCutsAFaceOrHoldsNoneIsSaid() {
        assertThat(ofPhotograph(speakers(new Box(80, 0, 200, 400), new Box(400, 0, 150, 400)), LEFT, RIGHT))
                .extracting(Warning::path, Warning::code)
                .containsExactly(
                        tuple("speakers[0].box", "box-cuts-face"), tuple("speakers[1].box", "box-without-face"));
    }

    @Test
    void aSmallFaceIsSaidByWhatTheEngineNeeds() {
        DetectedFace small = new DetectedFace(300, 100, 62, 62);
        assertThat(ofPhotograph(speakers((Box) null), small)).singleElement().satisfies(warning -> assertThat(
                        warning.message())
                .startsWith("the face of speaker 1 has 50 pixels in the video, 3.1 tokens of the model's grid"));
        assertThat(warnings(speakers((Box) null), false, Engine.PANTOMIME, small))
                .isEmpty();
        assertThat(warnings(speakers((Box) null), false, Engine.PANTOMIME, new DetectedFace(300, 100, 45, 45)))
                .extracting(Warning::code)
                .containsExactly("small-face");
    }
}
