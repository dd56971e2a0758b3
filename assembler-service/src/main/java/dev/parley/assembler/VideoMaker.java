package dev.parley.assembler;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.Fault;
import dev.parley.contracts.JobEvent;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.media.MediaException;
import dev.parley.media.Stitcher;
import dev.parley.media.VideoInfo;
import dev.parley.plan.Defaults;
import dev.parley.provenance.Ingredient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Downloads, stitches, checks and stores: what is between a proven chain and a finished video. */
@ApplicationScoped
class VideoMaker {
    /** Picture and sound may end one frame apart. */
    static final double LARGEST_AV_DELTA = 1.0 / ChunkPlan.FRAMES_PER_SECOND;
    /** Chunks as they come, the video they make, and the signed one. Recordings are small. */
    private static final int COPIES = 3;

    private static final long SPARE_BYTES = 64L << 20;

    private final RetryingStore store;
    private final VideoStore videos;
    private final WorkDir workDir;
    private final AssemblerMetrics metrics;
    private final VideoSigner signer;
    private final Provenance provenance;

    @Inject
    VideoMaker(
            RetryingStore store,
            VideoStore videos,
            WorkDir workDir,
            AssemblerMetrics metrics,
            VideoSigner signer,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "parley.model", defaultValue = Defaults.MODEL) String model) {
        this.store = store;
        this.videos = videos;
        this.workDir = workDir;
        this.metrics = metrics;
        this.signer = signer;
        this.provenance = new Provenance(version, model);
    }

    /**
     * The job's video, stored; or nothing, if {@code dropped} says before that nobody wants it any more.
     *
     * @throws UnassemblableException if these chunks do not make the planned video
     */
    Optional<JobEvent.Completed> make(RenderPlan plan, Chain chain, BooleanSupplier dropped) {
        workDir.requireRoom(COPIES * chain.bytes() + SPARE_BYTES);
        try (WorkDir.Folder folder = workDir.folder(plan.jobId())) {
            Parts parts = metrics.timed(AssemblerMetrics.Stage.DOWNLOAD, () -> download(plan, chain, folder));
            if (dropped.getAsBoolean()) {
                return Optional.empty();
            }
            Path unsigned = folder.file("unsigned.mp4");
            VideoInfo stitched = metrics.timed(AssemblerMetrics.Stage.STITCH, () -> stitch(plan, parts, unsigned));
            requirePlanned(plan, stitched);
            Path file = folder.file("video.mp4");
            VideoInfo info = metrics.timed(AssemblerMetrics.Stage.SIGN, () -> {
                signer.sign(provenance.statement(plan, chain.finished(), parts.ingredients()), unsigned, file);
                return sized(stitched, file);
            });
            String sha256 = metrics.timed(AssemblerMetrics.Stage.CHECK, () -> RetryingStore.hash(file));
            if (dropped.getAsBoolean()) {
                return Optional.empty();
            }
            JobEvent.Completed video = metrics.timed(
                    AssemblerMetrics.Stage.UPLOAD, () -> videos.put(plan, file, sha256, info, chain.retakes()));
            metrics.written(video.bytes(), video.videoSeconds());
            return Optional.of(video);
        }
    }

    private record Parts(List<Stitcher.Segment> segments, List<Stitcher.Voice> voices, List<Ingredient> ingredients) {}

    private Parts download(RenderPlan plan, Chain chain, WorkDir.Folder folder) {
        List<Stitcher.Segment> segments = new ArrayList<>();
        for (ChunkCommitted chunk : chain.chunks()) {
            Path file = folder.file("chunk-" + chunk.index() + ".m4s");
            fetch(chunk.object(), chunk.sha256(), file);
            segments.add(new Stitcher.Segment(file, chunk.frames()));
        }
        List<Stitcher.Voice> voices = new ArrayList<>();
        Map<String, Path> recordings = new LinkedHashMap<>(); // the same order every time
        for (RenderPlan.VoiceTrack voice : plan.voices()) {
            Path file = recordings.computeIfAbsent(voice.object(), key -> {
                Path fetched = folder.file("voice-" + recordings.size());
                fetch(key, hashOf(key), fetched);
                return fetched;
            });
            voices.add(new Stitcher.Voice(file, voice.startSeconds(), voice.durationSeconds(), voice.offsetSeconds()));
        }
        List<Ingredient> ingredients = new ArrayList<>();
        // No frame needs it any more: a video whose picture is gone is made all the same.
        if (store.stat(plan.picture()).isPresent()) {
            Path picture = folder.file("picture");
            fetch(plan.picture(), hashOf(plan.picture()), picture);
            ingredient(picture, "picture", plan.picture()).ifPresent(ingredients::add);
        }
        recordings.forEach((key, file) -> ingredient(file, "recording", key).ifPresent(ingredients::add));
        return new Parts(segments, voices, ingredients);
    }

    private static Optional<Ingredient> ingredient(Path file, String use, String key) {
        try {
            return Ingredient.of(file, use, hashOf(key));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private void fetch(String key, String sha256, Path file) {
        store.download(key, sha256, file);
        metrics.read(file.toFile().length());
    }

    private static String hashOf(String input) {
        if (!ObjectKeys.isInput(input)) {
            throw new UnassemblableException(
                    Fault.INTERNAL, "The plan names the input '%s', expected inputs/<sha256>".formatted(input));
        }
        return ObjectKeys.inputHash(input);
    }

    private VideoInfo stitch(RenderPlan plan, Parts parts, Path file) {
        try {
            return Stitcher.stitch(parts.segments(), parts.voices(), provenance.metadata(plan), file);
        } catch (UncheckedIOException e) {
            throw new UnavailableException("Cannot write the video of " + plan.jobId() + ": " + e.getMessage(), e);
        } catch (MediaException e) {
            throw new UnassemblableException(
                    Fault.INTERNAL, "Cannot stitch %s: %s".formatted(plan.jobId(), e.getMessage()), e);
        }
    }

    private static VideoInfo sized(VideoInfo info, Path file) {
        return new VideoInfo(
                info.frames(),
                info.videoSeconds(),
                info.audioSeconds(),
                info.width(),
                info.height(),
                info.videoCodec(),
                info.audioCodec(),
                file.toFile().length());
    }

    /** The stitcher counted what it wrote; whether that is what was planned only the plan knows. */
    private void requirePlanned(RenderPlan plan, VideoInfo info) {
        double delta = Math.abs(info.videoSeconds() - info.audioSeconds());
        metrics.avDelta(delta);
        require(
                info.frames() == plan.chunks().frames(),
                plan,
                "it has %d frames, the plan %d",
                info.frames(),
                plan.chunks().frames());
        require(
                info.width() == plan.width() && info.height() == plan.height(),
                plan,
                "it is %dx%d, the plan %dx%d",
                info.width(),
                info.height(),
                plan.width(),
                plan.height());
        require(
                delta <= LARGEST_AV_DELTA,
                plan,
                "its picture lasts %.3f s, its sound %.3f s",
                info.videoSeconds(),
                info.audioSeconds());
    }

    private static void require(boolean holds, RenderPlan plan, String found, Object... values) {
        if (!holds) {
            throw new UnassemblableException(
                    Fault.INTERNAL, "The video of %s is wrong: %s".formatted(plan.jobId(), found.formatted(values)));
        }
    }
}
