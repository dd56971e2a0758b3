package dev.parley.plan;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is to be known of a model before it is opened: the settings and sizes it was made for, as its {@code multitalk*.json}
 * states them. A model without that file is taken for the published one, and so is what the file leaves open.
 *
 * @param name what people call it
 * @param presets the sampler's settings
 * @param colorCorrection how far each frame takes the colors of the picture, 0 to 1
 * @param framesPerWindow pixel frames, 4n+1
 * @param motionFrames frames that a window takes over from the one before, 4n+1
 * @param ownSizes empty where it renders at the size that a request asks for
 * @param drawnFacesOnly whether it never saw a photograph
 */
public record ModelProfile(
        String name,
        Presets presets,
        double colorCorrection,
        int framesPerWindow,
        int motionFrames,
        Optional<SizeBuckets> ownSizes,
        boolean drawnFacesOnly) {
    public static final ModelProfile PUBLISHED = new ModelProfile(
            "the published model",
            Presets.PUBLISHED,
            Defaults.COLOR_CORRECTION,
            Defaults.FRAMES_PER_WINDOW,
            Defaults.MOTION_FRAMES,
            Optional.empty(),
            false);

    public ModelProfile {
        requireNonNull(name, "name");
        requireNonNull(presets, "presets");
        requireNonNull(ownSizes, "ownSizes");
        WindowGrid.check(framesPerWindow, motionFrames);
        if (!(colorCorrection >= 0 && colorCorrection <= 1)) {
            throw new IllegalArgumentException(
                    "color_correction_strength is 0 to 1, found %s".formatted(colorCorrection));
        }
    }

    /**
     * Of the model in a folder; the published one's where there is none.
     *
     * @throws IllegalArgumentException if the settings are there and not of this form; the message says which
     * @throws UncheckedIOException if they cannot be read
     */
    public static ModelProfile read(Path model) {
        if (!Files.isDirectory(model)) {
            return PUBLISHED;
        }
        TreeSet<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(model, "multitalk*.json")) {
            files.forEach(found::add);
            return found.isEmpty() ? PUBLISHED : parse(found.first());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the settings of the model in " + model, e);
        }
    }

    private static ModelProfile parse(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            return of(JsonValues.object(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s does not say what its model was made for: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static ModelProfile of(JsonObject settings) {
        return new ModelProfile(
                JsonValues.text(settings, "name", "this farm's model"),
                Presets.PUBLISHED.overriddenBy(settings),
                JsonValues.number(
                        JsonValues.object(settings, "recommended"),
                        "color_correction_strength",
                        Defaults.COLOR_CORRECTION),
                JsonValues.whole(settings, "frame_num", Defaults.FRAMES_PER_WINDOW),
                JsonValues.whole(settings, "motion_frame", Defaults.MOTION_FRAMES),
                settings.has("size_buckets_h_w")
                        ? Optional.of(SizeBuckets.of(JsonValues.object(settings, "size_buckets_h_w")))
                        : Optional.empty(),
                drawnFacesOnly(settings.get("faces")));
    }

    private static boolean drawnFacesOnly(JsonElement faces) {
        if (faces == null) {
            return false;
        }
        if (!faces.isJsonPrimitive() || !faces.getAsString().equals("drawn")) {
            throw new IllegalArgumentException("faces is drawn or absent, found %s".formatted(faces));
        }
        return true;
    }

    /** The same for presets of another kind. */
    public ModelProfile withPresets(Presets others) {
        return new ModelProfile(name, others, colorCorrection, framesPerWindow, motionFrames, ownSizes, drawnFacesOnly);
    }

    /** @param size that a request asks for, one of {@link SizeBuckets#NAMES} */
    public SizeBuckets sizes(String size) {
        return ownSizes.orElseGet(() -> SizeBuckets.named(size));
    }
}
