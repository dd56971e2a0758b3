package dev.parley.assembler;

import dev.parley.contracts.ChunkCommitted;
import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderRequestBuilder;
import dev.parley.contracts.RenderRequestSpeakerBuilder;
import dev.parley.contracts.RequestDefaults;
import dev.parley.contracts.Sha256;
import dev.parley.kit.store.ObjectStore;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What workers leave in the store when they are done with a job: small pictures, real segments. */
final class RenderedJob {
    static final int WIDTH = 64;
    static final int HEIGHT = 48;
    private static final int WINDOW = 13;
    private static final int MOTION = 5;

    private final ObjectStore store;
    private final RenderPlan plan;
    private final List<ChunkCommitted> pages = new ArrayList<>();

    /** Renders and stores everything, one voice after the other as {@code starts} says. */
    static RenderedJob of(ObjectStore store, int frames, List<Recording> voices, List<Double> starts)
            throws IOException {
        RenderedJob job = new RenderedJob(store, plan(store, frames, voices, starts));
        store.put(ObjectKeys.plan(job.id()), bytes(job.plan), "application/json");
        for (ChunkPlan.Chunk chunk : job.plan.chunks().chunks()) {
            job.render(chunk, job.plan.encoder());
        }
        return job;
    }

    static RenderedJob of(ObjectStore store, int frames) throws IOException {
        Recording voice = new Recording(44_100, 2, frames / 25.0 + 0.01, 440);
        return of(store, frames, List.of(voice), List.of(0.0));
    }

    private RenderedJob(ObjectStore store, RenderPlan plan) {
        this.store = store;
        this.plan = plan;
    }

    JobId id() {
        return plan.jobId();
    }

    RenderPlan plan() {
        return plan;
    }

    List<ChunkCommitted> pages() {
        return pages;
    }

    ChunkCommitted last() {
        return pages.get(pages.size() - 1);
    }

    private static RenderPlan plan(ObjectStore store, int frames, List<Recording> voices, List<Double> starts) {
        List<RenderPlan.VoiceTrack> tracks = new ArrayList<>();
        List<RenderRequest.Speaker> speakers = new ArrayList<>();
        for (int i = 0; i < voices.size(); i++) {
            byte[] wav = voices.get(i).wav();
            String key = ObjectKeys.input(Sha256.of(wav));
            store.put(key, wav, "audio/wav");
            tracks.add(new RenderPlan.VoiceTrack(
                    i, key, starts.get(i), voices.get(i).seconds()));
            speakers.add(RenderRequestSpeakerBuilder.builder().audio(key).build());
        }
        String picture = ObjectKeys.input(Sha256.of("a picture".getBytes(StandardCharsets.UTF_8)));
        JobId id = JobId.create(Instant.now());
        return new RenderPlan(
                id,
                RequestDefaults.fill(request(picture, speakers), RenderRequest.Engine.PANTOMIME),
                WIDTH,
                HEIGHT,
                new ChunkPlan(frames, WINDOW, MOTION),
                picture,
                tracks,
                "libx264",
                List.of(),
                null);
    }

    private static RenderRequest request(String picture, List<RenderRequest.Speaker> speakers) {
        return RenderRequestBuilder.builder()
                .schemaVersion(1)
                .image(picture)
                .speakers(speakers)
                .build();
    }

    /** Renders a chunk, also one that is there already: its page then is the new one. */
    ChunkCommitted render(ChunkPlan.Chunk chunk, String encoder) throws IOException {
        byte[] segment = segment(chunk, encoder);
        String sha256 = Sha256.of(segment);
        String key = ObjectKeys.chunk(id(), chunk.index(), sha256);
        store.put(key, segment, "video/iso.segment");
        byte[] state = ("state after " + chunk.index()).getBytes(StandardCharsets.UTF_8);
        String stateKey = ObjectKeys.state(id(), chunk.index(), Sha256.of(state));
        store.put(stateKey, state, "application/octet-stream");
        ChunkCommitted page = new ChunkCommitted(
                id(),
                chunk.index(),
                chunk.startFrame(),
                chunk.frames(),
                chunk.last(),
                key,
                segment.length,
                sha256,
                stateKey,
                1,
                "test-worker",
                Instant.now());
        store.put(ObjectKeys.ledger(id(), chunk.index()), bytes(page), "application/json");
        pages.removeIf(old -> old.index() == chunk.index());
        pages.add(chunk.index(), page);
        return page;
    }

    private static byte[] segment(ChunkPlan.Chunk chunk, String encoder) throws IOException {
        Path file = Files.createTempFile("segment", ".m4s");
        try {
            try (ChunkEncoder out =
                    new ChunkEncoder(file, WIDTH, HEIGHT, chunk.startFrame(), chunk.frames(), encoder)) {
                for (int i = 0; i < chunk.frames(); i++) {
                    out.add(picture(chunk.startFrame() + i));
                }
                out.finish();
            }
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Picture picture(int frame) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        Arrays.fill(rgb, (byte) (frame * 5));
        return new Picture(WIDTH, HEIGHT, rgb);
    }

    private static byte[] bytes(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }
}
