package dev.parley.assembler;

import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.WireName;
import dev.parley.kit.store.ObjectStat;
import dev.parley.media.VideoInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The finished videos. An object's metadata says all that its {@code completed} event says. */
@ApplicationScoped
class VideoStore {
    private static final String VOICES = "parley-synthetic-voices";
    private static final String RETAKES = "parley-retakes";
    private static final String CONTENT_TYPE = "video/mp4";

    private final RetryingStore store;
    private final String version;

    @Inject
    VideoStore(RetryingStore store, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.store = store;
        this.version = version;
    }

    /** @throws UnassemblableException if there is a video without usable metadata */
    Optional<JobEvent.Completed> find(JobId job) {
        String key = ObjectKeys.video(job);
        return store.stat(key).map(stat -> read(key, stat));
    }

    /**
     * Stores the job's video unless it has one, and returns the stored one. The first one is never replaced.
     *
     * @param retakes how often a window was rendered for nothing
     */
    JobEvent.Completed put(RenderPlan plan, Path file, String sha256, VideoInfo info, int retakes) {
        String key = ObjectKeys.video(plan.jobId());
        JobEvent.Completed made = new JobEvent.Completed(
                key,
                info.frames(),
                info.videoSeconds(),
                info.audioSeconds(),
                info.width(),
                info.height(),
                info.bytes(),
                sha256,
                plan.syntheticVoices(),
                retakes == 0 ? null : retakes);
        if (store.putIfAbsent(key, file, CONTENT_TYPE, metadata(plan, made))) {
            return made;
        }
        return find(plan.jobId()).orElse(made);
    }

    private Map<String, String> metadata(RenderPlan plan, JobEvent.Completed made) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("parley-job", plan.jobId().value());
        metadata.put("parley-frames", Integer.toString(made.frames()));
        metadata.put("parley-seconds", Double.toString(made.videoSeconds()));
        metadata.put("parley-audio-seconds", Double.toString(made.audioSeconds()));
        metadata.put("parley-width", Integer.toString(made.width()));
        metadata.put("parley-height", Integer.toString(made.height()));
        metadata.put("parley-sha256", made.sha256());
        metadata.put("parley-engine", WireName.of(plan.engine()));
        metadata.put("parley-seed", Long.toString(plan.settings().sampling().seed()));
        metadata.put("parley-version", version);
        if (made.retakes() != null) {
            metadata.put(RETAKES, made.retakes().toString());
        }
        if (!made.syntheticVoices().isEmpty()) {
            metadata.put(VOICES, String.join(" ", made.syntheticVoices()));
        }
        return metadata;
    }

    private static JobEvent.Completed read(String key, ObjectStat stat) {
        Map<String, String> metadata = stat.metadata();
        try {
            return new JobEvent.Completed(
                    key,
                    Integer.parseInt(said(metadata, "parley-frames")),
                    Double.parseDouble(said(metadata, "parley-seconds")),
                    Double.parseDouble(said(metadata, "parley-audio-seconds")),
                    Integer.parseInt(said(metadata, "parley-width")),
                    Integer.parseInt(said(metadata, "parley-height")),
                    stat.bytes(),
                    said(metadata, "parley-sha256"),
                    metadata.containsKey(VOICES) ? List.of(metadata.get(VOICES).split(" ")) : List.of(),
                    metadata.containsKey(RETAKES) ? Integer.valueOf(metadata.get(RETAKES)) : null);
        } catch (IllegalArgumentException e) {
            throw new UnassemblableException(
                    Fault.INTERNAL, "%s exists, but was not stored by this farm: %s".formatted(key, e.getMessage()), e);
        }
    }

    private static String said(Map<String, String> metadata, String name) {
        String value = metadata.get(name);
        if (value == null) {
            throw new IllegalArgumentException("its metadata lacks '%s'".formatted(name));
        }
        return value;
    }
}
