package dev.parley.system;

import java.nio.file.Files;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A request for pantomime of which everybody can say how long the video is and when a mouth opens: voices are silence with
 * bursts of a tone, the first half a second after the beginning and the last in the last second.
 *
 * @param json the request
 * @param frames what the video must have; -1: only who speaks the text knows
 */
record Talk(String json, int frames) {
    enum Mix {
        ALONE,
        TOGETHER,
        IN_TURN,
        TURNS,
        TEXT
    }

    /** Of these a millisecond has a whole number of samples, as turns need to be exact. */
    private static final int[] WHOLE_RATES = {8_000, 16_000, 24_000, 48_000};

    private static final int[] RATES = {8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000};

    private static final int FRAMES_PER_SECOND = 25;

    /** Writes requests for one farm. */
    record Maker(Api api, String one, String two, Random random) {
        static Maker of(Api api, Random random) throws Exception {
            return new Maker(api, upload(api, "woman.png"), upload(api, "pair.png"), random);
        }

        private static String upload(Api api, String sample) throws Exception {
            return api.upload(
                    Files.readAllBytes(Distribution.PROJECT.resolve("samples").resolve(sample)));
        }

        /** @param seconds how long it is, about: to the sample it is left to chance */
        Talk make(Mix mix, double seconds) throws Exception {
            int[] rates = mix == Mix.TURNS ? WHOLE_RATES : RATES;
            int rate = rates[random.nextInt(rates.length)];
            int samples = Math.max(rate / 5, (int) (seconds * rate));
            return switch (mix) {
                case ALONE -> talk(samples, rate, one, "\"speakers\":[%s]", voice(samples, 0, rate));
                case TOGETHER ->
                    talk(
                            samples,
                            rate,
                            two,
                            "\"speakers\":[%s,%s],\"audioMix\":\"together\"",
                            voice(samples, 0, rate),
                            voice(Math.max(rate / 5, samples / 2), 0, rate));
                case IN_TURN -> inTurn(samples, rate);
                case TURNS -> turns(samples, rate);
                case TEXT -> text(seconds);
            };
        }

        private Talk talk(int samples, int rate, String picture, String voices, Object... keys) {
            String json = "{\"engine\":\"pantomime\",\"image\":\"%s\",%s}".formatted(picture, voices.formatted(keys));
            return new Talk(json, (int) ((long) samples * FRAMES_PER_SECOND / rate));
        }

        private Talk inTurn(int samples, int rate) throws Exception {
            int first = Math.max(rate / 5, (int) (samples * (0.2 + 0.6 * random.nextDouble())));
            int second = Math.max(rate / 5, samples - first);
            int total = first + second;
            return talk(
                    total,
                    rate,
                    two,
                    "\"speakers\":[%s,%s],\"audioMix\":\"in-turn\"",
                    voice(first, 0, rate),
                    voice(second, first, rate));
        }

        /** Person 1, a gap, person 2, a gap, person 1 again from the middle of their recording, until the end. */
        private Talk turns(int samples, int rate) throws Exception {
            int millisecond = rate / 1_000;
            int turn = Math.max(rate / 5, samples / 4);
            int second = (turn / millisecond + random.nextInt(500)) * millisecond;
            int third = Math.max(second + turn, samples - turn) / millisecond * millisecond + millisecond;
            int total = third + turn;
            int cut = random.nextInt(1_000) * millisecond;
            String last = "{\"audio\":\"%s\"}"
                    .formatted(api.upload(Recordings.bursts(cut + turn, rate, starts(turn, third, rate, cut))));
            return talk(
                    total,
                    rate,
                    two,
                    "\"turns\":[%s,%s,%s]",
                    turn(1, 0, 0, millisecond, voice(turn, 0, rate)),
                    turn(2, second, 0, millisecond, voice(turn, second, rate)),
                    turn(1, third, cut, millisecond, last));
        }

        private static String turn(int speaker, int start, int from, int millisecond, String voice) {
            return "{\"speaker\":%d,\"start\":%s,\"from\":%s,%s"
                    .formatted(
                            speaker, start / millisecond / 1_000.0, from / millisecond / 1_000.0, voice.substring(1));
        }

        /** Short words, with silences between them. */
        private Talk text(double seconds) {
            int pauses = Math.max(1, (int) Math.ceil(seconds / 60));
            StringBuilder script = new StringBuilder("(s1) Two. [pause 1] Two.");
            for (int i = 0; i < pauses; i++) {
                script.append(" (s%d) [pause %.2f] Two.".formatted(2 - i % 2, Math.max(0.1, seconds / pauses - 5)));
            }
            script.append(" (s1) [pause 2] Two.");
            return new Talk("{\"engine\":\"pantomime\",\"image\":\"%s\",\"script\":\"%s\"}".formatted(two, script), -1);
        }

        private String voice(int samples, int begin, int rate) throws Exception {
            return "{\"audio\":\"%s\"}"
                    .formatted(api.upload(Recordings.bursts(samples, rate, starts(samples, begin, rate, 0))));
        }

        /** Where bursts begin in a recording that is heard from {@code begin} on: with a frame of the video. */
        private int[] starts(int samples, int begin, int rate, int cut) {
            int frame = rate / FRAMES_PER_SECOND;
            int last = begin + Math.max(0, samples - rate * 3 / 5);
            return IntStream.of(begin + rate / 2, begin + samples / 2, last)
                    .filter(at -> at == last || at < last - 5 * rate / 2)
                    .map(at -> Math.max(0, -Math.floorDiv(-at, frame) * frame - begin) + cut)
                    .toArray();
        }
    }
}
