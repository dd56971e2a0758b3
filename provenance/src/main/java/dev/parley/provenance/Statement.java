package dev.parley.provenance;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What credentials say of a video.
 *
 * @param generator the program that made it, and its {@code version}
 * @param title of the video
 * @param id the same for the same video; its credentials are named after it
 * @param when it was made
 * @param sourceType IPTC digital source type, a URI
 * @param description how it was made, in words
 * @param details whatever else a program may want to read again: maps, lists, strings, numbers, booleans, byte arrays
 * @param ingredients inputs that have credentials
 */
public record Statement(
        String generator,
        String version,
        String title,
        UUID id,
        Instant when,
        String sourceType,
        String description,
        Map<String, Object> details,
        List<Ingredient> ingredients) {
    /** A model that learned from examples made it. */
    public static final String TRAINED_MODEL = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

    public Statement {
        requireNonNull(generator, "generator");
        requireNonNull(version, "version");
        requireNonNull(title, "title");
        requireNonNull(id, "id");
        requireNonNull(when, "when");
        requireNonNull(sourceType, "sourceType");
        requireNonNull(description, "description");
        requireNonNull(details, "details");
        ingredients = List.copyOf(ingredients);
    }

    /** Of a video without inputs that have credentials. */
    public Statement(
            String generator,
            String version,
            String title,
            UUID id,
            Instant when,
            String sourceType,
            String description,
            Map<String, Object> details) {
        this(generator, version, title, id, when, sourceType, description, details, List.of());
    }
}
