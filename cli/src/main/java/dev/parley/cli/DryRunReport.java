package dev.parley.cli;

import dev.parley.cli.http.DryRun;
import dev.parley.contracts.Box;
import dev.parley.contracts.ChunkPlan;
import java.util.ArrayList;
import java.util.List;

/** What a job would come to, as people read it. */
final class DryRunReport {
    /** What would come out. */
    static String video(DryRun dry) {
        double seconds = (double) dry.frames() / ChunkPlan.FRAMES_PER_SECOND;
        return "%d frames (%.2f s) in %d chunks, %dx%d"
                .formatted(dry.frames(), seconds, dry.chunks(), dry.width(), dry.height());
    }

    /** What it would take, and who is where; a line each. */
    static List<String> details(DryRun dry) {
        List<String> lines = new ArrayList<>();
        if (dry.cost() != null) {
            lines.add(cost(dry.cost()));
        }
        for (int i = 0; i < dry.speakers().size(); i++) {
            lines.add("speaker %d: %s".formatted(i + 1, person(dry.speakers().get(i))));
        }
        for (int i = 0; i < dry.faces().size(); i++) {
            lines.add("face %d: %s".formatted(i + 1, face(dry.faces().get(i))));
        }
        return lines;
    }

    private static String cost(DryRun.Cost cost) {
        String work = cost.passes() == 0
                ? "no model"
                : "%d steps in each of %d windows: %d passes of the model, %,d tokens"
                        .formatted(cost.steps(), cost.windows(), cost.passes(), cost.tokens());
        return cost.estimatedSeconds() == null
                ? work + "; no time known, this farm has rendered nothing of this size yet"
                : "%s; about %.1f s, going by earlier jobs of this size".formatted(work, cost.estimatedSeconds());
    }

    private static String person(DryRun.Person person) {
        List<String> facts = new ArrayList<>();
        facts.add(person.color());
        if (person.box() != null) {
            facts.add(edges(person.box()));
        }
        if (person.tokens() != null) {
            facts.add("%d tokens".formatted(person.tokens()));
        }
        if (person.spokenSeconds() != null) {
            facts.add("%.2f s of text".formatted(person.spokenSeconds()));
        }
        return String.join(", ", facts);
    }

    private static String edges(Box box) {
        return "x %.0f to %.0f, y %.0f to %.0f".formatted(box.x(), box.right(), box.y(), box.bottom());
    }

    /** With what makes it a speaker's. */
    private static String face(DryRun.Face face) {
        String found = "%s, %.1f tokens wide".formatted(edges(face.box()), face.tokens());
        Box box = face.proposal();
        return face.speaker() == null
                ? "%s, nobody's; --box %.0f,%.0f,%.0f,%.0f makes it a speaker's"
                        .formatted(found, box.x(), box.y(), box.width(), box.height())
                : "%s, speaker %d's".formatted(found, face.speaker() + 1);
    }

    private DryRunReport() {}
}
