package dev.parley.worker.job;

import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.plan.FrameRate;
import dev.parley.worker.render.JobInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All that one person is heard to say, as the one recording that engines listen to. */
final class PersonTrack {
    private static final int RATE = FrameRate.SAMPLES_PER_SECOND;

    private final int person;
    private final List<JobInputs.Voice> parts = new ArrayList<>();
    private boolean cut;

    /** @param person from 0 */
    PersonTrack(int person) {
        this.person = person;
    }

    /** @param samples of the whole recording, 16 kHz */
    void add(VoiceTrack recording, float[] samples) {
        cut |= recording.fromSeconds() != null;
        parts.add(new JobInputs.Voice(person, part(recording, samples), recording.startSeconds()));
    }

    private static float[] part(VoiceTrack recording, float[] samples) {
        if (recording.fromSeconds() == null) {
            return samples;
        }
        int from = Math.min(samples.length, samples(recording.fromSeconds()));
        int to = Math.min(samples.length, samples(recording.fromSeconds() + recording.durationSeconds()));
        return Arrays.copyOfRange(samples, from, to);
    }

    /** A single recording as it is; several on one track, with silence between them; a second of silence for none. */
    JobInputs.Voice voice() {
        if (parts.size() == 1 && !cut) {
            return parts.get(0);
        }
        double first =
                parts.stream().mapToDouble(JobInputs.Voice::startSeconds).min().orElse(0);
        int length = parts.stream()
                .mapToInt(part -> samples(part.startSeconds() - first) + part.samples().length)
                .max()
                .orElse(0);
        // A second at least, as ever: the loudness of what is made of parts, and so its frames, depend on it.
        float[] track = new float[Math.max(length, RATE)];
        for (JobInputs.Voice part : parts) {
            int at = samples(part.startSeconds() - first);
            for (int i = 0; i < part.samples().length; i++) {
                track[at + i] += part.samples()[i];
            }
        }
        return new JobInputs.Voice(person, track, first);
    }

    private static int samples(double seconds) {
        return (int) Math.round(seconds * RATE);
    }
}
