package dev.parley.worker.pantomime;

import dev.parley.contracts.Box;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.Renderer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens each speaker's mouth as far as their voice is loud, and lets the head nod a little while they speak. Good for
 * previews and for tests of everything around the model: the same picture and voices give the same bytes anywhere.
 */
@ApplicationScoped
public class PantomimeRenderer implements Renderer {
    public static final Engine ENGINE = Engine.PANTOMIME;

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
        List<PantomimeSession.Actor> actors = new ArrayList<>();
        for (JobInputs.Voice voice : inputs.voices()) {
            Region region = region(inputs, voice.speaker());
            Mouth mouth = MouthFinder.find(still, region);
            actors.add(new PantomimeSession.Actor(
                    new Puppet(pairs, still.width(), region, mouth),
                    Gestures.of(voice, plan.chunks().frames())));
        }
        return new PantomimeSession(still, actors, plan.chunks().motionFrames());
    }

    private static Region region(JobInputs inputs, int speaker) {
        RenderPlan plan = inputs.plan();
        Box box = plan.settings().speakers().get(speaker).box();
        if (box != null) {
            return Region.of(box, inputs.picture(), plan.width(), plan.height());
        }
        return Region.share(speaker, inputs.voices().size(), plan.width(), plan.height());
    }
}
