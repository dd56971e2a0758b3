package dev.parley.kit.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.contracts.JobId;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest.Engine;
import dev.parley.contracts.RequestReader;
import dev.parley.kit.mark.VisibleMarkConfig;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.SoundInfo;
import dev.parley.media.Sounds;
import dev.parley.speech.Voices;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A video has floor(seconds x 25) frames, from 0.2 s to 30 min, at any rate and in any mix. Everything is counted a second
 * time, in ticks of which every rate's sample and every millisecond has a whole number.
 */
class FrameCountTest {
    private static final int TICKS = 7_056_000;
    private static final int TICKS_OF_A_FRAME = TICKS / 25;
    private static final int TICKS_OF_A_MILLISECOND = TICKS / 1_000;
    private static final int[] RATES = {8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000};
    private static final int LONGEST_FRAMES = 45_000;
    private static final int REQUESTS = 200;

    private final Random random = new Random(11);
    private final InputFiles storage = new InputFiles(Map.of());
    private final LimitsConfig limits = DefaultConfig.of(LimitsConfig.class);
    private final Recordings recordings = new Recordings();
    private final RequestReader reader = new RequestReader();
    private final Admission admission = new Admission(
            recordings,
            new InputResolver(recordings, storage),
            limits,
            new Engines(new AllEngines(), new ModelFolder(Path.of("target"), "no-such-model")),
            new Abilities(new ModelFolder(Path.of("target"), "no-such-model")),
            new Narrator(Voices.installed(List.of()), recordings, limits),
            DefaultConfig.of(VisibleMarkConfig.class));
    private final String picture = recordings.keep(Pictures.png(new Picture(64, 64, new byte[64 * 64 * 3])));

    /** Recordings of any length that nobody has to decode. */
    private final class Recordings extends Inputs {
        private final Map<String, SoundInfo> known = new HashMap<>();

        Recordings() {
            super(storage, limits);
        }

        @Override
        public SoundInfo sound(String key, int channel) {
            return known.get(key);
        }

        Recording add(int rate, long samples) {
            String key = "inputs/%064x".formatted(known.size());
            known.put(
                    key,
                    new SoundInfo(samples, rate, 1, "pcm", 0.5, new SoundInfo.Voice(Sounds.MEAN, 1, 0.5), List.of()));
            return new Recording(key, samples * (TICKS / rate));
        }
    }

    private record Recording(String key, long ticks) {}

    private record AllEngines() implements EngineConfig {
        @Override
        public Optional<Engine> standard() {
            return Optional.empty();
        }

        @Override
        public Optional<Set<Engine>> available() {
            return Optional.empty();
        }
    }

    private enum Mix {
        ALONE,
        TOGETHER,
        IN_TURN,
        TIMELINE
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @ParameterizedTest
    @EnumSource(Mix.class)
    void speakersWithVoicesOfTheirOwn(Mix mix) {
        for (int i = 0; i < REQUESTS; i++) {
            Recording one = recording(mix == Mix.IN_TURN ? 2 : 1);
            Recording other = recording(mix == Mix.IN_TURN ? 2 : 1);
            long start = mix == Mix.TIMELINE
                    ? millisecondsWithin(LONGEST_FRAMES * 40L - other.ticks / TICKS_OF_A_MILLISECOND)
                    : 0;
            long end =
                    switch (mix) {
                        case ALONE -> one.ticks;
                        case TOGETHER -> Math.max(one.ticks, other.ticks);
                        case IN_TURN -> one.ticks + other.ticks;
                        case TIMELINE -> Math.max(one.ticks, start * TICKS_OF_A_MILLISECOND + other.ticks);
                    };
            assertFrames(end, voices(mix, one, other, start));
        }
    }

    private static String voices(Mix mix, Recording one, Recording other, long start) {
        if (mix == Mix.ALONE) {
            return "\"speakers\":[{\"audio\":\"%s\"}]".formatted(one.key);
        }
        boolean timeline = mix == Mix.TIMELINE;
        return "\"speakers\":[{\"audio\":\"%s\"%s},{\"audio\":\"%s\"%s}],\"audioMix\":\"%s\""
                .formatted(
                        one.key,
                        timeline ? ",\"startSeconds\":0" : "",
                        other.key,
                        timeline ? ",\"startSeconds\":" + seconds(start) : "",
                        mix.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Test
    void turns() {
        for (int i = 0; i < REQUESTS; i++) {
            Conversation talk = new Conversation();
            int count = 1 + random.nextInt(8);
            for (int turn = 0; turn < count; turn++) {
                talk.addTurn(recording(8 * count));
            }
            assertFrames(talk.end, "\"turns\":[%s]".formatted(String.join(",", talk.turns)));
        }
    }

    /** Two people take turns, with gaps, overlaps and parts of recordings. */
    private final class Conversation {
        private final List<String> turns = new ArrayList<>();
        private final long[] free = new long[2];
        private long now;
        private long end;

        void addTurn(Recording recording) {
            int person = random.nextInt(2);
            StringBuilder turn =
                    new StringBuilder("{\"speaker\":%d,\"audio\":\"%s\"".formatted(person + 1, recording.key));
            long start = now;
            if (now < free[person] || random.nextBoolean()) {
                long gap = millisecondsWithin(10_000);
                long milliseconds = ceilDiv(free[person], TICKS_OF_A_MILLISECOND) + gap;
                start = milliseconds * TICKS_OF_A_MILLISECOND;
                turn.append(",\"start\":").append(seconds(milliseconds));
            }
            now = start + cut(turn, recording);
            free[person] = now;
            end = Math.max(end, now);
            turns.add(turn.append('}').toString());
        }

        /** @return how many ticks are heard */
        private long cut(StringBuilder turn, Recording recording) {
            long from = 0;
            long to = recording.ticks;
            long milliseconds = recording.ticks / TICKS_OF_A_MILLISECOND;
            if (random.nextBoolean()) {
                long cut = millisecondsWithin(milliseconds - 100);
                from = cut * TICKS_OF_A_MILLISECOND;
                turn.append(",\"from\":").append(seconds(cut));
            }
            if (random.nextBoolean()) {
                long first = from / TICKS_OF_A_MILLISECOND + 40;
                long cut = first + millisecondsWithin(milliseconds - first);
                to = cut * TICKS_OF_A_MILLISECOND;
                turn.append(",\"to\":").append(seconds(cut));
            }
            return to - from;
        }
    }

    private void assertFrames(long ticks, String voices) {
        String limit = "";
        long cut = ticks;
        if (random.nextInt(4) == 0) {
            long milliseconds = 200 + millisecondsWithin(LONGEST_FRAMES * 40L - 200);
            cut = Math.min(ticks, milliseconds * TICKS_OF_A_MILLISECOND);
            limit = ",\"lengthLimitSeconds\":" + seconds(milliseconds);
        }
        String request = "{\"image\":\"%s\",%s%s}".formatted(picture, voices, limit);
        RenderPlan plan = admission.admit(
                JobId.create(Instant.now()), reader.examine(request.getBytes(StandardCharsets.UTF_8), false));
        assertThat(plan.chunks().frames()).as(request).isEqualTo((int) (cut / TICKS_OF_A_FRAME));
    }

    /** From 0.2 s to 30 min, of {@code share} of which each is as long; often a sample from a whole number of frames. */
    private Recording recording(int share) {
        int rate = RATES[random.nextInt(RATES.length)];
        int most = LONGEST_FRAMES / share;
        int frames = (int) Math.min(most - 1, Math.round(5 * Math.exp(random.nextDouble() * Math.log(most / 5.0))));
        long whole = ceilDiv((long) frames * rate, 25);
        int near = random.nextInt(4);
        long samples = near < 3 ? whole + near - 1 : whole + random.nextInt(rate / 25);
        return recordings.add(rate, Math.max(samples, ceilDiv(rate, 5)));
    }

    private long millisecondsWithin(long most) {
        return random.nextLong(Math.max(1, most));
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    private static String seconds(long milliseconds) {
        return "%d.%03d".formatted(milliseconds / 1_000, milliseconds % 1_000);
    }
}
