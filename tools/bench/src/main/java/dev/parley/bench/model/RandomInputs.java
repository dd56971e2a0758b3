package dev.parley.bench.model;

import dev.parley.multitalk.RgbImage;
import dev.parley.multitalk.Speech;
import dev.parley.plan.FrameRate;
import dev.parley.plan.Size;
import java.util.Random;

/** A picture and voices for measurements that need no file. */
final class RandomInputs {
    private RandomInputs() {}

    static RgbImage picture(Size size, long seed) {
        byte[] rgb = new byte[3 * size.height() * size.width()];
        new Random(seed).nextBytes(rgb);
        return new RgbImage(size, rgb);
    }

    static Speech voice(int frames, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[frames * FrameRate.SAMPLES_PER_FRAME];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian() / 10;
        }
        return Speech.ofPrepared(samples);
    }
}
