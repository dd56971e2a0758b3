package dev.parley.hub;

import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a model's folder holds, in {@code pull.lock.json} beside the files.
 *
 * @param files by where they lie in the folder, with slashes
 * @param bundles that are complete, and the catalog's entry by which they are
 */
public record Pins(int version, Map<String, PinnedFile> files, Map<String, String> bundles) {
    /** The file's name. */
    public static final String FILE = "pull.lock.json";

    private static final int VERSION = 1;

    public Pins {
        if (version != VERSION) {
            throw new IllegalArgumentException("version is %d, expected %d".formatted(version, VERSION));
        }
        files = new TreeMap<>(files == null ? Map.of() : files);
        bundles = new TreeMap<>(bundles == null ? Map.of() : bundles);
    }

    /** None where nothing was pulled. */
    public static Pins of(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new Pins(VERSION, Map.of(), Map.of());
        }
        try {
            return ModelCatalog.JSON.readValue(file.toFile(), Pins.class);
        } catch (IOException e) {
            throw new HubException(
                    HubException.Reason.IN_THE_WAY,
                    "%s cannot be read: %s; delete it to have the files checked anew".formatted(file, HubHttp.words(e)),
                    e);
        }
    }

    /** Changes it, with nobody else changing it meanwhile. */
    static void update(Path folder, Consumer<Pins> change) throws IOException, InterruptedException {
        PathLock.alone(Workplace.in(folder).pinsLock(), () -> {}, () -> {
            Pins pins = of(folder);
            change.accept(pins);
            pins.write(folder);
        });
    }

    private void write(Path folder) throws IOException {
        Path temporary = Workplace.in(folder).folder().resolve(FILE + ".new");
        Files.write(
                temporary,
                ModelCatalog.JSON
                        .writer()
                        .with(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsBytes(this));
        Files.move(
                temporary, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Which commit of a revision the folder has. */
    Optional<String> commit(ModelBundle.HubSource source) {
        return files.values().stream()
                .filter(pin -> pin.repository().equals(source.repository())
                        && pin.revision().equals(source.revision()))
                .map(PinnedFile::commit)
                .findFirst();
    }
}
