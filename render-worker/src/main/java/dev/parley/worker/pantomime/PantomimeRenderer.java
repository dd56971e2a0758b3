package dev.parley.worker.pantomime;

import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.SpeakerFace;
import dev.parley.contracts.RenderPlan.Spot;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.plan.Cover;
import dev.parley.plan.Size;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.Region;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves each speaker's mouth as the phonemes ask where a text is spoken whose phonemes are known, or else as far as their
 * voice is loud, and lets the head move a little while they speak: that of a
 * photograph by what is known of faces, where the plan knows the eyes; that of a drawing, or of whoever has no such face, by
 * its colors. Good for previews and for tests of everything around the model: the same picture and voices give the same
 * bytes anywhere.
 */
@ApplicationScoped
public class PantomimeRenderer implements Renderer {
    public static final Engine ENGINE = Engine.PANTOMIME;

    /** Between the eyes, in pixels: of smaller faces there is too little to know them by. */
    private static final int LEAST_UNIT = 8;

    @Override
    public Engine engine() {
        return ENGINE;
    }

    @Override
    public RenderSession open(JobInputs inputs) {
        RenderPlan plan = inputs.plan();
        if (plan.width() % 2 != 0) {
            throw new IllegalArgumentException(
                    "A video is an even number of pixels wide, found %d".formatted(plan.width()));
        }
        Picture still = Pictures.cover(inputs.picture(), plan.width(), plan.height());
        long[] pairs = Pairs.of(still.rgb());
        List<Puppeteer> actors = new ArrayList<>();
        for (JobInputs.Voice voice : inputs.voices()) {
            Region region = inputs.region(voice.speaker());
            actors.add(plan.faceOf(voice.speaker())
                    .flatMap(face -> portrait(inputs, voice, face, still, region))
                    .orElseGet(() -> drawing(inputs, voice, still, pairs, region)));
        }
        return new PantomimeSession(still, actors, plan.chunks().motionFrames());
    }

    private static Optional<Puppeteer> portrait(
            JobInputs inputs, JobInputs.Voice voice, SpeakerFace face, Picture still, Region region) {
        RenderPlan plan = inputs.plan();
        Portrait.Point left = inVideo(inputs, face.leftEye());
        Portrait.Point right = inVideo(inputs, face.rightEye());
        if (right.x() - left.x() < LEAST_UNIT) {
            return Optional.empty();
        }
        Portrait found = PortraitFinder.find(still, left, right);
        PortraitPuppet puppet = new PortraitPuppet(still, region, found);
        Expressions expressions = new Expressions(
                voice,
                lips(inputs, voice),
                plan.chunks().frames(),
                plan.settings().sampling().seed());
        return Optional.of((at, pairs, frame) -> puppet.draw(expressions.at(at), frame));
    }

    private static Lips lips(JobInputs inputs, JobInputs.Voice voice) {
        return Lips.of(
                inputs.transcript(), voice.speaker(), inputs.plan().chunks().frames());
    }

    private static Puppeteer drawing(
            JobInputs inputs, JobInputs.Voice voice, Picture still, long[] pairs, Region region) {
        Puppet puppet = new Puppet(pairs, still.width(), region, MouthFinder.find(still, region));
        Gestures gestures =
                Gestures.of(voice, lips(inputs, voice), inputs.plan().chunks().frames());
        return (at, before, frame) -> puppet.draw(before, frame, gestures.open()[at], gestures.nod()[at]);
    }

    /** A place of the picture as given, seen in the video. */
    private static Portrait.Point inVideo(JobInputs inputs, Spot spot) {
        Size video = new Size(inputs.plan().height(), inputs.plan().width());
        Size picture = new Size(inputs.picture().height(), inputs.picture().width());
        Cover cover = Cover.of(picture, video);
        return new Portrait.Point(
                spot.x() * cover.scaled().width() / picture.width() - cover.left(),
                spot.y() * cover.scaled().height() / picture.height() - cover.top());
    }
}
