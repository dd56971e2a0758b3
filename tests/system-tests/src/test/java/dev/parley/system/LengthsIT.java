package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.media.Stitcher;
import dev.parley.media.VideoInfo;
import dev.parley.system.Talk.Mix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the mix, a finished video has floor(seconds x 25) frames, its sound is as long as its picture, and a mouth opens
 * with its voice in the last second as in the first. Figures are appended to {@code target/lengths.txt}.
 */
@ExtendWith(CommonFarm.class)
class LengthsIT {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration VERY_LONG = Duration.ofHours(2);
    private static final Path FIGURES = Path.of("target", "lengths.txt");
    private static final double FRAME = 0.04;

    /** Shorter ones have no silence in which all movement ends before the last voice. */
    private static final double LONG_ENOUGH = 4;

    @TempDir
    static Path folder;

    private static Api api;
    private static Talk.Maker talks;

    private record Submitted(Mix mix, Talk talk, int planned, String job) {}

    @BeforeAll
    static void start(Farm shared) throws Exception {
        api = shared.api();
        talks = Talk.Maker.of(api, new Random(Long.getLong("lengths.seed", 11)));
    }

    @Test
    void fromAFifthOfASecondToTwentySeconds() throws Exception {
        List<Submitted> jobs = new ArrayList<>();
        for (Mix mix : Mix.values()) {
            if (mix != Mix.TEXT) {
                jobs.add(submit(mix, 0.2 + talks.random().nextDouble()));
            }
            jobs.add(submit(mix, LONG_ENOUGH + 1 + 15 * Math.pow(talks.random().nextDouble(), 6)));
        }
        for (Submitted job : jobs) {
            check(job, LONG);
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "long.videos",
            matches = ".*",
            disabledReason = "renders half an hour of video; -Dlong.videos runs it")
    void upToHalfAnHour() throws Exception {
        List<Submitted> jobs = new ArrayList<>();
        jobs.add(submit(Mix.ALONE, 1_800));
        for (Mix mix : Mix.values()) {
            jobs.add(submit(mix, 20 + 60 * talks.random().nextDouble()));
        }
        for (Submitted job : jobs) {
            check(job, VERY_LONG);
        }
    }

    private static Submitted submit(Mix mix, double seconds) throws Exception {
        Talk talk = talks.make(mix, seconds);
        int planned = api.dryRun(talk.json()).path("frames").asInt();
        return new Submitted(mix, talk, planned, api.accepted(talk.json()));
    }

    private static void check(Submitted submitted, Duration atMost) throws Exception {
        JsonNode job = api.awaitEnd(submitted.job, atMost);
        assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("completed");
        Path file = api.video(submitted.job, folder.resolve("video.mp4"));
        VideoInfo video = Stitcher.inspect(file);
        assertThat(video.frames()).as("%s %s", submitted, video).isEqualTo(submitted.planned);
        if (submitted.talk.frames() >= 0) {
            assertThat(video.frames()).as("%s", submitted).isEqualTo(submitted.talk.frames());
        }
        assertThat(video.videoSeconds()).isCloseTo(FRAME * video.frames(), within(0.001));
        assertThat(video.audioSeconds()).as("%s", submitted).isCloseTo(video.videoSeconds(), within(FRAME));
        String figures = "%s: %d frames, picture %.3f s, sound %.3f s"
                .formatted(name(submitted.mix), video.frames(), video.videoSeconds(), video.audioSeconds());
        if (video.videoSeconds() >= LONG_ENOUGH) {
            figures += together(submitted, file, video.videoSeconds());
        }
        Files.writeString(FIGURES, figures + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A voice that begins within a frame is seen with that frame: up to 40 ms early, as are the soft beginnings of words. */
    private static String together(Submitted submitted, Path file, double seconds) throws Exception {
        LipSync start = LipSync.atStart(file);
        LipSync end = LipSync.atEnd(file, seconds);
        String figures = ", picture after sound %.1f ms at %.3f s, %.1f ms at %.3f s"
                .formatted(start.milliseconds(), start.heard(), end.milliseconds(), end.heard());
        // Lips that speak a text go by its phonemes, and a stop such as T is a silent closure before it is heard.
        boolean text = submitted.mix == Mix.TEXT;
        double early = -1_000 * (text ? 4 : 0.5) * FRAME;
        double late = 1_000 * (text ? 1.5 : 0.5) * FRAME;
        assertThat(start.milliseconds()).as("%s%s", submitted, figures).isBetween(early, late);
        assertThat(end.milliseconds()).as("%s%s", submitted, figures).isBetween(early, late);
        assertThat(end.milliseconds() - start.milliseconds())
                .as("%s%s", submitted, figures)
                .isBetween(-1_000 * FRAME, 1_000 * FRAME);
        assertThat(end.heard()).as("%s%s", submitted, figures).isGreaterThan(seconds - 1.2);
        return figures;
    }

    private static String name(Mix mix) {
        return mix.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
