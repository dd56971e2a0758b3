package dev.parley.hub;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The published files that Parley can use: data, in {@code models.json}. */
public record ModelCatalog(List<ModelBundle> bundles) {
    /** Stands for every bundle. */
    public static final String ALL = "all";

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public ModelCatalog {
        bundles = List.copyOf(bundles);
    }

    /** The one that comes with Parley. */
    public static ModelCatalog published() {
        try (InputStream in = ModelCatalog.class.getResourceAsStream("models.json")) {
            return JSON.readValue(in, ModelCatalog.class);
        } catch (IOException e) {
            throw new UncheckedIOException("models.json, a part of Parley, cannot be read", e);
        }
    }

    /** One of somebody's own, of the same form. */
    public static ModelCatalog read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return JSON.readValue(in, ModelCatalog.class);
        }
    }

    /** In the order of the catalog. */
    public List<String> names() {
        return bundles.stream().map(ModelBundle::name).toList();
    }

    /**
     * Bundles by name, each behind what it needs, none twice.
     *
     * @throws HubException if there is none of a name
     */
    public List<ModelBundle> choose(Collection<String> names) throws HubException {
        Set<ModelBundle> chosen = new LinkedHashSet<>();
        for (String name : names.contains(ALL) ? names() : names) {
            add(name, chosen);
        }
        return List.copyOf(chosen);
    }

    private void add(String name, Set<ModelBundle> chosen) throws HubException {
        ModelBundle bundle = bundles.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        HubException.Reason.UNKNOWN,
                        "There is no model %s; there are %s and %s".formatted(name, String.join(", ", names()), ALL)));
        if (!chosen.contains(bundle)) {
            for (String need : bundle.needs()) {
                add(need, chosen);
            }
            chosen.add(bundle);
        }
    }
}
