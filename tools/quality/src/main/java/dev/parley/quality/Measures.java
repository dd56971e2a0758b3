package dev.parley.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The figures of one video. */
final class Measures {
    private static final double CROSS_TALK = 0.2;
    private static final double LARGEST_SEAM = 1;
    private static final double MEAN_SEAM = 2;

    private final TestClip clip;
    private final Video video;
    private final List<double[]> seen;

    Measures(TestClip clip, Video video) {
        this.clip = clip;
        this.video = video;
        seen = clip.faces().stream().map(face -> face.opening(video)).toList();
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        for (int person : speaking()) {
            String who = clip.name() + (seen.size() == 1 ? "" : ", person " + (person + 1));
            figures.add(Figure.atLeast(
                    who + ": mouth against phonemes, correlation",
                    Statistics.correlation(seen.get(person), asked(person)),
                    clip.lipSync()));
        }
        for (int person = 0; person < seen.size() && seen.size() > 1; person++) {
            String who = "%s, person %d".formatted(clip.name(), person + 1);
            if (others(person).findAny().isEmpty()) {
                continue;
            }
            if (!clip.tracks().get(person).isSilent()) {
                figures.add(Figure.atMost(who + ": mouth against another's phonemes", crossTalk(person), CROSS_TALK));
            }
            figures.add(Figure.atMost(who + ": movement while only others speak", stir(person), CROSS_TALK));
        }
        if (!video.borders().isEmpty()) {
            figures.addAll(seams());
        }
        return figures;
    }

    private List<Integer> speaking() {
        return IntStream.range(0, seen.size())
                .filter(person -> !clip.tracks().get(person).isSilent())
                .boxed()
                .toList();
    }

    private List<Figure> seams() {
        Jumps jumps = Jumps.of(video);
        String borders = "%s: %s change at %d borders, of the %s elsewhere";
        int count = jumps.atBorders().length;
        return List.of(
                Figure.atMost(
                        borders.formatted(clip.name(), "mean", count, "mean"),
                        Statistics.mean(jumps.atBorders()) / Statistics.mean(jumps.elsewhere()),
                        MEAN_SEAM),
                Figure.atMost(
                        borders.formatted(clip.name(), "largest", count, "largest"),
                        Statistics.max(jumps.atBorders()) / Statistics.max(jumps.elsewhere()),
                        LARGEST_SEAM));
    }

    /** The correlation with another's phonemes, less what the two texts have in common; the largest of all others'. */
    private double crossTalk(int person) {
        return others(person)
                .mapToDouble(other -> Math.abs(Statistics.correlation(seen.get(person), asked(other))
                        - Statistics.correlation(asked(person), asked(other))))
                .max()
                .orElseThrow();
    }

    /** Those beside a person who say something. */
    private IntStream others(int person) {
        return speaking().stream().mapToInt(Integer::intValue).filter(other -> other != person);
    }

    /**
     * How much the mouth of the one who listens moves, as a share of how much it moves while its owner speaks; for somebody
     * who says nothing, of how much the others' mouths move.
     */
    private double stir(int person) {
        boolean[] own = clip.tracks().get(person).speaking();
        double listening = deviation(
                person,
                frame -> !own[frame]
                        && others(person)
                                .anyMatch(other -> clip.tracks().get(other).speaking()[frame]));
        double talking = clip.tracks().get(person).isSilent()
                ? others(person)
                        .mapToDouble(other -> deviation(other, frame -> true))
                        .max()
                        .orElseThrow()
                : deviation(person, frame -> own[frame]);
        return listening / talking;
    }

    private double deviation(int person, IntPredicate frames) {
        double[] mouth = seen.get(person);
        return Statistics.deviation(IntStream.range(0, mouth.length)
                .filter(frames)
                .mapToDouble(frame -> mouth[frame])
                .toArray());
    }

    private double[] asked(int person) {
        return clip.tracks().get(person).opening();
    }

    /** What else is of interest: nothing is wanted of it. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        for (int person : speaking()) {
            StringBuilder lags = new StringBuilder();
            for (int lag = -2; lag <= 2; lag++) {
                lags.append(" %+d: %.3f".formatted(lag, Statistics.correlation(asked(person), seen.get(person), lag)));
            }
            double[] loudness = clip.tracks().get(person).loudness();
            remarks.add("      %s, person %d: correlation with the mouth so many frames later%s"
                    .formatted(clip.name(), person + 1, lags));
            remarks.add("      %s, person %d: loudness against mouth %.3f, against phonemes %.3f"
                    .formatted(
                            clip.name(),
                            person + 1,
                            Statistics.correlation(loudness, seen.get(person)),
                            Statistics.correlation(loudness, asked(person))));
        }
        if (!video.borders().isEmpty()) {
            remarks.add(changes());
        }
        return remarks;
    }

    private String changes() {
        Jumps jumps = Jumps.of(video);
        return "      %s: change from frame to frame, of 255: at borders mean %.2f, largest %.2f; elsewhere mean %.2f, largest %.2f"
                .formatted(
                        clip.name(),
                        Statistics.mean(jumps.atBorders()),
                        Statistics.max(jumps.atBorders()),
                        Statistics.mean(jumps.elsewhere()),
                        Statistics.max(jumps.elsewhere()));
    }
}
