package dev.parley.speech;

import java.util.List;
import java.util.Locale;

/** What is said, as WebVTT: a cue for each sentence, with who says it. */
public final class Subtitles {
    /** @param person from 1 */
    public record Cue(int person, double start, double end, String text) {}

    /** @param cues at most of two people, in the order in which they begin */
    public static String webVtt(List<Cue> cues) {
        StringBuilder file = new StringBuilder("WEBVTT\n");
        for (Cue cue : cues) {
            file.append('\n')
                    .append(time(cue.start))
                    .append(" --> ")
                    .append(time(cue.end))
                    .append('\n');
            file.append("<v Speaker ")
                    .append(cue.person)
                    .append('>')
                    .append(escaped(cue.text))
                    .append('\n');
        }
        return file.toString();
    }

    /** As {@code 00:01:02.345}. */
    private static String time(double seconds) {
        long millis = Math.round(seconds * 1000);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }

    /** An empty line would end the cue. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private Subtitles() {}
}
