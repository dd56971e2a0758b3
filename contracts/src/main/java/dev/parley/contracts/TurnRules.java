package dev.parley.contracts;

import dev.parley.contracts.RenderRequest.AudioMix;
import dev.parley.contracts.RenderRequest.Speaker;
import dev.parley.contracts.RenderRequest.Turn;
import java.util.List;
import java.util.function.BiConsumer;

/** What a JSON Schema cannot say about turns. Anything may be absent. */
final class TurnRules {
    /** One frame. */
    private static final double SHORTEST = 0.04;

    private final Violations violations;
    private final BiConsumer<String, String> input;
    private final BiConsumer<String, String> text;

    /**
     * @param input checks a reference at a path
     * @param text checks a text to speak at a path
     */
    TurnRules(Violations violations, BiConsumer<String, String> input, BiConsumer<String, String> text) {
        this.violations = violations;
        this.input = input;
        this.text = text;
    }

    void check(RenderRequest request, List<Speaker> speakers) {
        if (request.audioMix() != null && request.audioMix() != AudioMix.TIMELINE) {
            refuse(
                    "audioMix",
                    "not-allowed",
                    "found %s, expected timeline or nothing: turns say themselves when they begin"
                            .formatted(WireName.of(request.audioMix())));
        }
        for (int i = 0; i < speakers.size(); i++) {
            person("speakers[" + i + "]", i, speakers.get(i), request.turns());
        }
        for (int i = 0; i < request.turns().size(); i++) {
            turn("turns[" + i + "]", request.turns().get(i), speakers.size());
        }
    }

    private void person(String path, int person, Speaker speaker, List<Turn> turns) {
        if (speaker.audio() != null || speaker.text() != null) {
            String own = speaker.audio() != null ? "audio" : "text";
            refuse(path + "." + own, "ambiguous", "found both %s and turns, expected one of the two".formatted(own));
        }
        if (speaker.startSeconds() != null) {
            refuse(path + ".startSeconds", "not-allowed", "found a time, expected it in the start of the turns");
        }
        List<Turn> said = turns.stream()
                .filter(turn -> turn.speaker() != null && turn.person() == person)
                .toList();
        if (speaker.voice() != null && said.stream().noneMatch(turn -> turn.text() != null)) {
            refuse(path + ".voice", "not-allowed", "found a voice, expected it only with turns that have a text");
        }
        if (speaker.channel() != null && said.stream().noneMatch(turn -> turn.audio() != null)) {
            refuse(path + ".channel", "not-allowed", "found a channel, expected it only with turns that have audio");
        }
    }

    private void turn(String path, Turn turn, int people) {
        if (turn.speaker() != null && turn.speaker() > people) {
            refuse(
                    path + ".speaker",
                    "out-of-range",
                    "found %d, expected the number of one of %d speakers".formatted(turn.speaker(), people));
        }
        if (turn.audio() == null && turn.text() == null) {
            refuse(path, "missing", "found nothing to be heard, expected audio or text");
        } else if (turn.audio() != null && turn.text() != null) {
            refuse(path, "ambiguous", "found audio and text, expected one of the two");
        } else if (turn.text() != null) {
            text.accept(path + ".text", turn.text());
            part(path, turn);
        } else {
            input.accept(path + ".audio", turn.audio());
            length(path, turn);
        }
    }

    private void part(String path, Turn turn) {
        if (turn.from() != null || turn.to() != null) {
            String field = turn.from() != null ? "from" : "to";
            refuse(path + "." + field, "not-allowed", "found a part of a text, expected it only with audio");
        }
    }

    private void length(String path, Turn turn) {
        double from = turn.from() == null ? 0 : turn.from();
        if (turn.to() != null && turn.to() < from + SHORTEST) {
            refuse(
                    path + ".to",
                    "out-of-range",
                    "found %s, expected at least a frame (0.04 s) after the beginning at %s s"
                            .formatted(turn.to(), from));
        }
    }

    private void refuse(String path, String code, String message) {
        violations.addUnlessSpoilt(path, code, message);
    }
}
