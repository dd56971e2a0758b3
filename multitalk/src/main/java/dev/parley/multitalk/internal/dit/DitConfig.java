package dev.parley.multitalk.internal.dit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the tensors of a checkpoint do not tell: the entries of {@code config.json} that the forward pass needs.
 *
 * @param heads attention heads; they divide the width of the model
 * @param textLength tokens a prompt is padded to
 * @param frequencies width of the timestep's sinusoid, even
 * @param eps of the norms inside the blocks
 * @param audioWidth width of the audio tokens
 * @param audioWindow frames of voice per video frame, odd: those before it, its own, those after it
 * @param framesPerLatent pixel frames of a latent frame, the first one excepted
 */
public record DitConfig(
        int heads, int textLength, int frequencies, double eps, int audioWidth, int audioWindow, int framesPerLatent) {
    public DitConfig {
        if (heads < 1 || textLength < 1 || frequencies < 2 || frequencies % 2 != 0 || !(eps > 0) || audioWidth < 1) {
            throw new IllegalArgumentException(
                    "num_heads %d, text_len %d, freq_dim %d (even), eps %s, output_dim %d must be positive"
                            .formatted(heads, textLength, frequencies, eps, audioWidth));
        }
        if (audioWindow < 1 || audioWindow % 2 == 0) {
            throw new IllegalArgumentException("audio_window is odd, not " + audioWindow);
        }
        if (framesPerLatent < 3) {
            // The audio projection takes apart the first, the middle and the last frame of a group.
            throw new IllegalArgumentException("vae_scale is at least 3, not " + framesPerLatent);
        }
    }

    /**
     * Reads the model's {@code config.json}; entries that it leaves out have the reference's defaults.
     *
     * @throws IOException if the file cannot be read or an entry is no number
     */
    public static DitConfig read(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            JsonObject config = JsonParser.parseReader(in).getAsJsonObject();
            return new DitConfig(
                    number(config, "num_heads", 40).intValue(),
                    number(config, "text_len", 512).intValue(),
                    number(config, "freq_dim", 256).intValue(),
                    number(config, "eps", 1e-6).doubleValue(),
                    number(config, "output_dim", 768).intValue(),
                    number(config, "audio_window", 5).intValue(),
                    number(config, "vae_scale", 4).intValue());
        } catch (JsonParseException | IllegalStateException | IllegalArgumentException e) {
            throw new IOException("Cannot read the model's sizes from " + file, e);
        }
    }

    private static Number number(JsonObject config, String key, Number otherwise) {
        JsonElement value = config.get(key);
        return value == null ? otherwise : value.getAsNumber();
    }
}
