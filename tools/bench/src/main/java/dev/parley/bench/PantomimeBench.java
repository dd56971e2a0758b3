package dev.parley.bench;

import dev.parley.contracts.ChunkPlan;
import dev.parley.contracts.JobId;
import dev.parley.contracts.Json;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.RenderPlan;
import dev.parley.contracts.RenderPlan.SpeakerFace;
import dev.parley.contracts.RenderPlan.Spot;
import dev.parley.contracts.RenderPlan.VoiceTrack;
import dev.parley.contracts.RenderRequest;
import dev.parley.contracts.RenderSettings;
import dev.parley.contracts.RequestDefaults;
import dev.parley.media.DetectedFace;
import dev.parley.media.Faces;
import dev.parley.media.Limits;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.Sounds;
import dev.parley.plan.FrameRate;
import dev.parley.worker.pantomime.PantomimeRenderer;
import dev.parley.worker.render.JobInputs;
import dev.parley.worker.render.RenderSession;
import dev.parley.worker.render.WindowSink;
import dev.parley.worker.render.WindowState;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a frame of pantomime costs: drawing it, no encoding. Needs the worker's libraries on the class path. */
@Command(name = "pantomime", description = "Processor time of pantomime's frames, without encoding them.")
final class PantomimeBench implements Callable<Integer> {
    @Option(
            names = "--image",
            required = true,
            description = "Pictures; a face that is found moves as a photographed one.")
    List<Path> images;

    @Option(names = "--audio", required = true, description = "The voice.")
    Path audio;

    @Option(names = "--side", description = "Pixels; default: ${DEFAULT-VALUE}.")
    int side = 640;

    @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.")
    int rounds = 7;

    @Override
    public Integer call() throws Exception {
        float[] voice = Sounds.voice(audio, Limits.DEFAULT, Sounds.MEAN);
        for (Path image : images) {
            Picture picture = Pictures.cover(Pictures.read(image, Limits.DEFAULT), side, side);
            List<DetectedFace> faces = Faces.find(picture);
            measure(image + " as a drawing", new JobInputs(plan(voice, List.of()), picture, track(voice)));
            if (!faces.isEmpty()) {
                DetectedFace face = faces.get(0);
                SpeakerFace eyes = new SpeakerFace(0, spot(face.leftEye()), spot(face.rightEye()));
                measure(
                        "%s as a photograph, the face %d pixels wide".formatted(image, face.width()),
                        new JobInputs(plan(voice, List.of(eyes)), picture, track(voice)));
            }
        }
        return 0;
    }

    private static List<JobInputs.Voice> track(float[] voice) {
        return List.of(new JobInputs.Voice(0, voice, 0));
    }

    private static Spot spot(DetectedFace.Spot eye) {
        return new Spot(eye.x(), eye.y());
    }

    private RenderPlan plan(float[] voice, List<SpeakerFace> faces) {
        String image = ObjectKeys.input("a".repeat(64));
        String sound = ObjectKeys.input("b".repeat(64));
        String request = "{\"image\":\"%s\",\"speakers\":[{\"audio\":\"%s\"}]}".formatted(image, sound);
        RenderSettings settings =
                RequestDefaults.fill(Json.read(request, RenderRequest.class), RenderRequest.Engine.PANTOMIME);
        double seconds = (double) voice.length / FrameRate.SAMPLES_PER_SECOND;
        return new RenderPlan(
                JobId.create(Instant.EPOCH),
                settings,
                side,
                side,
                new ChunkPlan(FrameRate.frames(voice.length), 81, 25),
                image,
                List.of(new VoiceTrack(0, sound, 0, seconds)),
                null,
                List.of(),
                null,
                faces,
                null);
    }

    private void measure(String what, JobInputs inputs) throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (RenderSession session = new PantomimeRenderer().open(inputs)) {
                long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                WindowState before = null;
                for (ChunkPlan.Chunk chunk : inputs.plan().chunks().chunks()) {
                    before = session.render(chunk, before, Discarding.FRAMES);
                }
                long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
                millis.add(took / 1e6 / inputs.plan().chunks().frames());
            }
        }
        Collections.sort(millis);
        System.out.printf(
                "pantomime: %s at %dx%d: %.2f ms of processor time a frame, median %.2f, first and slowest %.2f%n",
                what, side, side, millis.get(0), millis.get(rounds / 2), millis.get(rounds - 1));
    }

    private enum Discarding implements WindowSink {
        FRAMES;

        @Override
        public void frame(Picture frame) {
            // no encoder
        }

        @Override
        public void step(int step, int of) {
            // nobody waits
        }
    }
}
