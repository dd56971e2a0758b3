package dev.parley.worker.job;

import dev.parley.contracts.Fault;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.Sha256;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.Limits;
import dev.parley.media.MediaException;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.Sounds;
import dev.parley.worker.render.JobInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        for (VoiceTrack track : plan.voices()) {
            Integer channel = plan.settings().speakers().get(track.speaker()).channel();
            float[] samples = input(
                    track.object(),
                    folder,
                    file -> Sounds.voice(file, limits, channel == null ? Sounds.MEAN : channel));
            voices.add(new JobInputs.Voice(track.speaker(), samples, track.startSeconds()));
        }
        return new JobInputs(plan, picture, voices);
    }

    private interface Decoder<T> {
        T read(Path file) throws MediaException;
    }

    private <T> T input(String key, Path folder, Decoder<T> decoder) throws IOException {
        Path file = folder.resolve("input");
        try {
            if (!store.download(key, file)) {
                throw new FaultException(Fault.BAD_INPUT, "%s no longer exists in the store".formatted(key));
            }
            String hash = Sha256.of(file);
            if (!ObjectKeys.input(hash).equals(key)) {
                throw new FaultException(Fault.DEPENDENCY, "Bytes of %s arrived with hash %s".formatted(key, hash));
            }
            return decoder.read(file);
        } catch (MediaException e) {
            throw new FaultException(Fault.BAD_INPUT, "Cannot decode %s: %s".formatted(key, e.getMessage()), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
