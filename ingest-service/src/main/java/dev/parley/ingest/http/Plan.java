package dev.parley.ingest.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.contracts.Box;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderCost;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.Warning;
import dev.parley.kit.admission.Admitted;
import dev.parley.kit.admission.FoundFace;
import dev.parley.kit.admission.PlannedScene;
import dev.parley.kit.admission.TurnTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a dry run answers.
 *
 * @param faces in the picture, from left to right
 * @param turns when each is heard, in the order of the request; none where the speakers have voices of their own
 * @param picture what the engine starts from, with everybody drawn over it: a JPEG as a {@code data:} URI
 */
record Plan(
        JobId jobId,
        int frames,
        int chunks,
        int width,
        int height,
        double seconds,
        List<Person> speakers,
        List<FoundFace> faces,
        Cost cost,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TurnTime> turns,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> syntheticVoices,
        List<Warning> warnings,
        String picture) {
    /**
     * @param color of the person in the picture
     * @param box in pixels of the picture as it was given
     * @param tokens of the model's grid that are theirs; absent where nobody is told apart
     * @param spokenSeconds how long their text takes; absent of recordings
     */
    record Person(String color, String rgb, Box box, Integer tokens, Double spokenSeconds) {}

    /**
     * @param passes of the transformer; TeaCache skips some
     * @param tokens that all passes compute
     * @param estimatedSeconds of one worker, as earlier jobs took; absent where there were none of this engine and size
     */
    record Cost(int windows, int steps, long passes, long tokens, Double estimatedSeconds) {}

    static Plan of(Admitted admitted, PlannedScene scene, OptionalDouble seconds) {
        RenderPlan plan = admitted.plan();
        RenderCost cost = RenderCost.of(plan);
        return new Plan(
                plan.jobId(),
                plan.chunks().frames(),
                plan.chunks().count(),
                plan.width(),
                plan.height(),
                (double) plan.chunks().frames() / ChunkPlan.FRAMES_PER_SECOND,
                people(admitted, scene),
                scene.faces(),
                new Cost(cost.windows(), cost.steps(), cost.passes(), cost.tokens(), orNull(seconds)),
                admitted.turns(),
                plan.syntheticVoices(),
                plan.warnings(),
                "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(scene.jpeg()));
    }

    private static List<Person> people(Admitted admitted, PlannedScene scene) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < scene.people().size(); i++) {
            PlannedScene.Person seen = scene.people().get(i);
            Double spoken = orNull(admitted.transcript().spokenSeconds(i));
            people.add(new Person(seen.color(), seen.rgb(), seen.box(), seen.tokens(), spoken));
        }
        return people;
    }

    /** To the hundredth. */
    private static Double orNull(OptionalDouble seconds) {
        return seconds.isPresent() ? Math.round(seconds.getAsDouble() * 100) / 100.0 : null;
    }
}
