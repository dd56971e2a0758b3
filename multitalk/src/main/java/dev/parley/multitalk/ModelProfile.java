package dev.parley.multitalk;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.parley.multitalk.sample.Apg;
import dev.parley.multitalk.sample.GuidanceSettings;
import dev.parley.plan.SizeBuckets;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/** The settings a model was made for: its {@code multitalk*.json}, or the reference's for a download without one. */
final class ModelProfile {
    private static final long SEED = 42;

    private final JsonObject profile;
    private final JsonObject recommended;

    private ModelProfile(JsonObject profile) {
        this.profile = profile;
        recommended = profile.has("recommended") ? profile.getAsJsonObject("recommended") : new JsonObject();
    }

    static ModelProfile read(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "multitalk*.json")) {
            Iterator<Path> found = files.iterator();
            return new ModelProfile(found.hasNext() ? parse(found.next()) : new JsonObject());
        }
    }

    private static JsonObject parse(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            return JsonParser.parseReader(in).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("Cannot read the model's settings from " + file, e);
        }
    }

    Settings settings(Mode mode) {
        // Plain guidance lets the colors of a long video drift from window to window.
        Apg apg = mode == Mode.STREAMING ? Apg.DEFAULT : null;
        return new Settings(
                mode,
                number(recommended, "sample_steps", 40).intValue(),
                number(recommended, "sample_shift", 7).doubleValue(),
                new GuidanceSettings(
                        number(recommended, "text_guide_scale", 5).doubleValue(),
                        number(recommended, "audio_guide_scale", 4).doubleValue(),
                        apg),
                number(recommended, "color_correction_strength", 1).doubleValue(),
                SEED,
                number(profile, "frame_num", 81).intValue(),
                number(profile, "motion_frame", 25).intValue(),
                true,
                profile.has("size_buckets_h_w")
                        ? SizeBuckets.of(profile.getAsJsonObject("size_buckets_h_w"))
                        : SizeBuckets.MULTITALK_480,
                null);
    }

    private static Number number(JsonObject object, String key, Number otherwise) {
        JsonElement value = object.get(key);
        return value == null ? otherwise : value.getAsNumber();
    }
}
