package dev.parley.bench;

import dev.parley.contracts.ChunkPlan;
import dev.parley.media.ChunkEncoder;
import dev.parley.media.Limits;
import dev.parley.media.Picture;
import dev.parley.media.Pictures;
import dev.parley.media.Stitcher;
import dev.parley.plan.Defaults;
import dev.parley.provenance.CredentialWriter;
import dev.parley.provenance.OwnCertificate;
import dev.parley.provenance.SigningIdentity;
import dev.parley.provenance.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much faster than it plays a video is encoded, and stitched and signed. */
@Command(name = "stitch", description = "Encoding, and stitching and signing, in multiples of real time.")
final class StitchBench implements Callable<Integer> {
    private static final int ROUNDS = 5;

    @Option(names = "--image", required = true)
    Path picture;

    @Option(names = "--audio", required = true)
    Path voice;

    @Option(names = "--seconds", defaultValue = "120")
    int seconds;

    @Option(names = "--side", defaultValue = "640")
    int side;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("parley-bench-");
        ChunkPlan plan = new ChunkPlan(
                seconds * ChunkPlan.FRAMES_PER_SECOND, Defaults.FRAMES_PER_WINDOW, Defaults.MOTION_FRAMES);
        Picture still = Pictures.cover(Pictures.read(picture, Limits.DEFAULT), side, side);
        List<Stitcher.Segment> segments = new ArrayList<>();
        long begin = System.nanoTime();
        for (ChunkPlan.Chunk chunk : plan.chunks()) {
            Path file = folder.resolve(chunk.index() + ".m4s");
            try (ChunkEncoder encoder = new ChunkEncoder(
                    file, side, side, chunk.startFrame(), chunk.frames(), ChunkEncoder.bestEncoder())) {
                for (int i = 0; i < chunk.frames(); i++) {
                    encoder.add(panned(still, chunk.startFrame() + i));
                }
                encoder.finish();
            }
            segments.add(new Stitcher.Segment(file, chunk.frames()));
        }
        double encoding = (System.nanoTime() - begin) / 1e9;
        String pem = OwnCertificate.pem("Bench", Instant.now());
        CredentialWriter signer = new CredentialWriter(SigningIdentity.ofPem(pem, pem));
        for (int round = 0; round < ROUNDS; round++) {
            begin = System.nanoTime();
            Stitcher.stitch(
                    segments, List.of(new Stitcher.Voice(voice, 0, seconds)), Map.of(), folder.resolve("out.mp4"));
            double stitching = (System.nanoTime() - begin) / 1e9;
            begin = System.nanoTime();
            signer.write(folder.resolve("out.mp4"), folder.resolve("signed.mp4"), statement());
            double signing = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "stitch: %d s of %dx%d in %.3f s = %.0fx real time, signed in %.3f s more = %.0fx together"
                            + " (encoding: %.1f s = %.1fx)%n",
                    seconds,
                    side,
                    side,
                    stitching,
                    seconds / stitching,
                    signing,
                    seconds / (stitching + signing),
                    encoding,
                    seconds / encoding);
        }
        return 0;
    }

    private static Statement statement() {
        return new Statement(
                "Bench",
                "1",
                "a bench",
                new UUID(1, 2),
                Instant.EPOCH,
                Statement.TRAINED_MODEL,
                "Made to be measured",
                Map.of());
    }

    /** The picture, moved a little, so that the encoder has something to do. */
    private static Picture panned(Picture picture, int frame) {
        byte[] rgb = picture.rgb();
        int shift = frame % 50 * picture.width() * 3;
        byte[] moved = new byte[rgb.length];
        System.arraycopy(rgb, shift, moved, 0, rgb.length - shift);
        System.arraycopy(rgb, 0, moved, rgb.length - shift, shift);
        return new Picture(picture.width(), picture.height(), moved);
    }
}
