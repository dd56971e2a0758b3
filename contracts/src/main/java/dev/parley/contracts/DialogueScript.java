package dev.parley.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A script of turns, {@code (s1) Hello! (s2) Hi. [pause 0.8] (s1) ...}, in any case and over any number of lines. What the
 * reference drops without a word (text before the first tag, an unknown person) is a fault here, and so is what only looks
 * like a tag. Faults say where: line and column from 1, and the word.
 *
 * @param turns by alternating speakers: what one says in two turns running is one turn
 * @param faults in the order in which they stand; with any of them the turns are of no use
 */
record DialogueScript(List<Turn> turns, List<String> faults) {
    static final int LONGEST = 16_384;

    private static final Pattern MARK = Pattern.compile("(?i)(?<tag>\\(\\s*s\\s*(?<number>\\d{1,9})\\s*\\))"
            + "|(?<pause>\\[\\s*pause\\b(?<seconds>[^\\[\\]\\n]*)])"
            + "|(?<odd>[\\[{<(]\\s*(?:s|speaker|person)\\s*\\p{Nd}*\\s*[\\]}>)]|[\\[{<(]\\s*(?:s|speaker|person)\\s*\\p{Nd}+"
            + "|(?<![^\\n])[ \\t]*(?:s|speaker|person)\\s*\\d+\\s*:)"
            + "|(?<bracket>\\[[^\\[\\]\\n]{0,40}]?|])");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /**
     * @param speaker from 0
     * @param at where in the script each char of the words stands
     */
    record Turn(int speaker, String words, List<Integer> at) {
        Turn {
            at = List.copyOf(at);
        }

        Turn and(Turn next) {
            List<Integer> both = new ArrayList<>(at);
            both.add(next.at.get(0)); // the space between
            both.addAll(next.at);
            return new Turn(speaker, words + " " + next.words, both);
        }
    }

    static DialogueScript of(String text, ScriptCast cast) {
        return new Reading(text, cast).script();
    }

    /** What is wrong with the text of one person, where nobody's turn can be named. */
    static List<String> faultsOfText(String text) {
        return new Reading(text, null).script().faults;
    }

    /** One pass over a text. */
    private static final class Reading {
        private final String text;
        /** Null where nobody's turn can be named. */
        private final ScriptCast cast;

        private final List<Turn> turns = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final StringBuilder words = new StringBuilder();
        private int speaker = -1;
        private int tagAt = -1;
        private String tag = "";

        Reading(String text, ScriptCast cast) {
            this.text = text;
            this.cast = cast;
        }

        DialogueScript script() {
            if (text.length() > LONGEST) {
                return new DialogueScript(
                        List.of(),
                        List.of("found %d characters, expected at most %d".formatted(text.length(), LONGEST)));
            }
            Matcher mark = MARK.matcher(text);
            int start = 0;
            while (mark.find()) {
                say(start, mark.start());
                meet(mark);
                start = mark.end();
            }
            say(start, text.length());
            endTurn();
            if (isTagged() && faults.isEmpty()) {
                checkPeople();
            }
            return new DialogueScript(turns, faults);
        }

        private boolean isTagged() {
            return cast != null;
        }

        private void say(int from, int to) {
            String part = text.substring(from, to);
            if (isTagged() && tagAt < 0 && SpokenText.hasWords(part) && faults.isEmpty()) {
                int word = from + part.length() - part.stripLeading().length();
                fault(word, SPACE.split(part.strip())[0], "found words before the first tag, expected " + cast.tags());
            }
            words.append(part);
        }

        private void meet(Matcher mark) {
            if (mark.group("tag") != null && isTagged()) {
                begin(mark);
            } else if (mark.group("tag") != null) {
                fault(mark.start(), mark.group(), "found a tag in the text of one person, expected it in script");
            } else if (mark.group("pause") != null) {
                pause(mark);
            } else if (mark.group("odd") != null && isTagged()) {
                fault(mark.start(), mark.group().strip(), "found what looks like a tag, expected " + cast.tags());
            } else if (mark.group("bracket") != null || mark.group().startsWith("[")) {
                fault(mark.start(), mark.group(), "found an unknown mark, expected [pause SECONDS]");
            } else {
                words.append(mark.group());
            }
        }

        private void begin(Matcher mark) {
            endTurn();
            int number = Integer.parseInt(mark.group("number"));
            if (!cast.has(number)) {
                fault(
                        mark.start(),
                        mark.group(),
                        "found an unknown speaker, expected %s%s".formatted(cast.tags(), cast.reason()));
            }
            speaker = number - 1;
            tagAt = mark.start();
            tag = mark.group();
        }

        private void pause(Matcher mark) {
            if (Double.isNaN(SpokenText.seconds(mark.group("seconds")))) {
                fault(
                        mark.start(),
                        mark.group(),
                        "found no length of a pause, expected seconds above 0 and at most %.0f, as [pause 0.8]"
                                .formatted(SpokenText.LONGEST_PAUSE));
            }
            words.append(mark.group());
        }

        private void endTurn() {
            String said = SPACE.matcher(words).replaceAll(" ").strip();
            words.setLength(0);
            if (!isTagged() || tagAt < 0) {
                return;
            }
            if (!SpokenText.hasWords(SpokenText.PAUSE.matcher(said).replaceAll(" "))) {
                fault(tagAt, tag, "found an empty turn, expected words to speak");
                return;
            }
            int last = turns.size() - 1;
            if (last >= 0 && turns.get(last).speaker == speaker) {
                turns.set(last, turns.get(last).and(turn(said)));
            } else {
                turns.add(turn(said));
            }
        }

        /** @param said all of what follows the tag, but for white space */
        private Turn turn(String said) {
            List<Integer> at = new ArrayList<>();
            int next = tagAt + tag.length();
            for (char symbol : said.toCharArray()) {
                while (symbol == ' '
                        ? !SPACE.matcher(text.substring(next, next + 1)).matches()
                        : text.charAt(next) != symbol) {
                    next++;
                }
                at.add(next++);
            }
            return new Turn(speaker, said, at);
        }

        private void checkPeople() {
            if (turns.isEmpty()) {
                faults.add("found no words, expected turns, as '(s1) Hello! (s2) Hi.'");
                return;
            }
            int last = turns.stream().mapToInt(Turn::speaker).max().orElseThrow();
            String silent = IntStream.range(0, last)
                    .filter(person -> turns.stream().noneMatch(turn -> turn.speaker == person))
                    .mapToObj(person -> ScriptCast.tag(person + 1))
                    .collect(Collectors.joining(", "));
            if (!silent.isEmpty()) {
                faults.add("found no turn of %s, expected turns of %s"
                        .formatted(
                                silent,
                                last == 1
                                        ? "(s1), or of (s1) and (s2)"
                                        : "everybody from (s1) to " + ScriptCast.tag(last + 1)));
            }
        }

        private void fault(int at, String word, String what) {
            faults.add("%s, '%s': %s".formatted(RequestWording.place(text, at), Found.shortened(word), what));
        }
    }
}
