package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.Sha256;
import dev.parley.kit.store.ObjectStore;
import dev.parley.kit.transcript.Transcript;
import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.Sounds;
import dev.parley.plan.FrameRate;
import dev.parley.worker.render.JobInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Brings a plan's inputs from the store into memory. */
final class InputLoader {
    private final ObjectStore store;
    private final Limits limits;

    InputLoader(ObjectStore store, Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /** @param folder for files on the way; none is left */
    JobInputs load(RenderPlan plan, Path folder) throws IOException {
        Picture picture = input(plan.picture(), folder, file -> Pictures.read(file, limits));
        List<JobInputs.Voice> voices = new ArrayList<>();
        for (int person = 0; person < plan.settings().speakers().size(); person++) {
            voices.add(track(plan, person, folder));
        }
        return new JobInputs(plan, picture, voices, transcript(plan));
    }

    /** Without it the frames would be others than those of an attempt that had it. */
    private Transcript transcript(RenderPlan plan) {
        String key = plan.phonemes();
        if (key == null) {
            return Transcript.EMPTY;
        }
        byte[] json = store.get(key)
                .orElseThrow(
                        () -> new FaultException(Fault.BAD_INPUT, "%s no longer exists in the store".formatted(key)));
        String hash = Sha256.of(json);
        if (!ObjectKeys.phonemes(plan.jobId(), hash).equals(key)) {
            throw new FaultException(Fault.DEPENDENCY, "Bytes of %s arrived with hash %s".formatted(key, hash));
        }
        return Transcript.read(json);
    }

    private JobInputs.Voice track(RenderPlan plan, int person, Path folder) throws IOException {
        Integer channel = plan.settings().speakers().get(person).channel();
        PersonTrack track = new PersonTrack(person);
        for (List<VoiceTrack> parts : byRecording(plan, person).values()) {
            float[] samples = voice(parts.get(0).object(), channel, folder);
            parts.forEach(part -> track.add(part, samples));
        }
        return track.voice();
    }

    /** A recording may be heard in many parts; it is decoded once. What begins after the video is not heard at all. */
    private static Map<String, List<VoiceTrack>> byRecording(RenderPlan plan, int person) {
        double end = (double) plan.chunks().frames() / FrameRate.FRAMES_PER_SECOND;
        return plan.voices().stream()
                .filter(part -> part.speaker() == person && part.startSeconds() < end)
                .collect(Collectors.groupingBy(VoiceTrack::object, LinkedHashMap::new, Collectors.toList()));
    }

    private float[] voice(String key, Integer channel, Path folder) throws IOException {
        return input(key, folder, file -> Sounds.voice(file, limits, channel == null ? Sounds.MEAN : channel));
    }

    private interface Decoder<T> {
        T read(Path file) throws MediaException;
    }

    private <T> T input(String key, Path folder, Decoder<T> decoder) throws IOException {
        Path file = folder.resolve("input");
        try {
            if (!store.download(key, ObjectKeys.inputHash(key), file)) {
                throw new FaultException(Fault.BAD_INPUT, "%s no longer exists in the store".formatted(key));
            }
            return decoder.read(file);
        } catch (MediaException e) {
            throw new FaultException(Fault.BAD_INPUT, "Cannot decode %s: %s".formatted(key, e.getMessage()), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
