package dev.parley.multitalk.internal.vae;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Mean and standard deviation of each latent channel. The DiT sees latents brought to mean 0 and deviation 1.
 *
 * @param mean one value per channel; owned by the record, must not be changed
 * @param deviation one value per channel, above 0; owned by the record, must not be changed
 */
public record LatentScale(float[] mean, float[] deviation) {
    /** Those of the real VAE, which ships without a file for them: {@code wan/modules/vae.py}, {@code WanVAE}. */
    public static final LatentScale WAN21 = new LatentScale(
            new float[] {
                -0.7571f, -0.7089f, -0.9113f, 0.1075f, -0.1745f, 0.9653f, -0.1517f, 1.5508f, 0.4134f, -0.0715f, 0.5517f,
                -0.3632f, -0.1922f, -0.9497f, 0.2503f, -0.2921f
            },
            new float[] {
                2.8184f, 1.4541f, 2.3275f, 2.6558f, 1.2196f, 1.7708f, 2.6052f, 2.0743f,
                3.2687f, 2.1526f, 2.8652f, 1.5579f, 1.6382f, 1.1253f, 2.8251f, 1.9160f
            });

    public LatentScale {
        if (mean.length != deviation.length) {
            throw new IllegalArgumentException(
                    "%d latent means and %d deviations".formatted(mean.length, deviation.length));
        }
        for (float value : deviation) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("A latent deviation is above 0, not " + value);
            }
        }
    }

    /**
     * Reads {@code latents_mean} and {@code latents_std} of a {@code vae_config.json}.
     *
     * @throws IOException if the file cannot be read or has no such lists
     */
    public static LatentScale read(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            JsonObject config = JsonParser.parseReader(in).getAsJsonObject();
            return new LatentScale(floats(config, "latents_mean"), floats(config, "latents_std"));
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException("Cannot read the latents' means and deviations from " + file, e);
        }
    }

    private static float[] floats(JsonObject config, String key) {
        JsonElement value = config.get(key);
        if (value == null) {
            throw new IllegalArgumentException("No " + key);
        }
        JsonArray list = value.getAsJsonArray();
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = list.get(i).getAsFloat();
        }
        return floats;
    }
}
