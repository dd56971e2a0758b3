package dev.parley.worker;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderTicket;
import dev.parley.contracts.RequestDefaults;
import dev.parley.plan.SoundTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans as admission makes them, for pictures of any size. */
public final class TestPlans {
    public static final int WIDTH = 64;
    public static final int HEIGHT = 96;

    /** @param audio one key per speaker; all speak from the start for {@code seconds} */
    public static RenderPlan plan(
            JobId job, double seconds, int framesPerWindow, int motionFrames, String image, String... audio) {
        List<RenderPlan.VoiceTrack> tracks = new ArrayList<>();
        for (int i = 0; i < audio.length; i++) {
            tracks.add(new RenderPlan.VoiceTrack(i, audio[i], 0, seconds));
        }
        return new RenderPlan(
                job,
                RequestDefaults.fill(
                        Json.read(request(job, image, audio), RenderRequest.class), RenderRequest.Engine.PANTOMIME),
                WIDTH,
                HEIGHT,
                new ChunkPlan(SoundTime.ofSeconds(seconds).frames(), framesPerWindow, motionFrames),
                image,
                tracks,
                null,
                List.of(),
                null);
    }

    /** What ingest publishes for the plan. */
    public static String ticket(RenderPlan plan) {
        return ticket("ticket-1", plan);
    }

    public static String ticket(String id, RenderPlan plan) {
        return Json.write(new RenderTicket(id, plan));
    }

    /** The request as somebody would publish it. */
    public static String request(JobId job, String image, String... audio) {
        String speakers =
                Stream.of(audio).map(key -> "{\"audio\":\"%s\"}".formatted(key)).collect(Collectors.joining(","));
        return "{\"jobId\":\"%s\",\"image\":\"%s\",\"speakers\":[%s],\"engine\":\"pantomime\"}"
                .formatted(job, image, speakers);
    }

    private TestPlans() {}
}
