package dev.parley.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What lies in a folder of models: what pulls brought, and what they left half-way. */
public record ModelShelf(ModelCatalog catalog, Path models) {

    /** How a file of a model is. */
    public enum Condition {
        /** As it was when it was brought; whether bit by bit, only {@link #verify} tells. */
        RIGHT,
        MISSING,
        /** It has another size or other bytes than it had. */
        CHANGED
    }

    /** @param pin what it should be */
    public record ShelvedFile(Path path, PinnedFile pin, Condition condition) {}

    /** @param bundles of the catalog that are complete in it, as pulls know */
    public record ShelvedModel(Path folder, List<String> bundles, List<ShelvedFile> files, long partialBytes) {
        /** Of the files that are there. */
        public long bytes() {
            return files.stream()
                    .filter(file -> file.condition() == Condition.RIGHT)
                    .mapToLong(file -> file.pin().bytes())
                    .sum();
        }

        /** Whether no file is missing or changed. */
        public boolean isRight() {
            return files.stream().allMatch(file -> file.condition() == Condition.RIGHT);
        }
    }

    /** All folders of models, those that nobody pulled too. Reads no more than names and sizes. */
    public List<ShelvedModel> list() throws IOException {
        List<ShelvedModel> shelved = new ArrayList<>();
        for (Path folder : folders()) {
            shelved.add(look(folder, (path, pin) -> pin.isUntouched(path)));
        }
        return shelved;
    }

    /**
     * Hashes all files of a model that were pulled. The next pull brings those anew that are not right.
     *
     * @param hashed hears of each file that was
     */
    public ShelvedModel verify(Path folder, Consumer<Path> hashed) throws IOException, InterruptedException {
        ShelvedModel model = look(folder, (path, pin) -> {
            boolean right = FileBringer.hasContent(path, pin.file());
            hashed.accept(path);
            return right;
        });
        if (!model.isRight()) {
            Pins.update(folder, pins -> pins.files().replaceAll((target, pin) -> {
                boolean wrong = model.files().stream()
                        .anyMatch(file -> file.pin().equals(pin) && file.condition() != Condition.RIGHT);
                return wrong ? pin.doubted() : pin;
            }));
        }
        return model;
    }

    private interface Look {
        boolean isRight(Path path, PinnedFile pin) throws IOException;
    }

    private ShelvedModel look(Path folder, Look look) throws IOException {
        Pins pins = Pins.of(folder);
        List<ShelvedFile> files = new ArrayList<>();
        for (Map.Entry<String, PinnedFile> entry : pins.files().entrySet()) {
            Path path = folder.resolve(entry.getKey());
            Condition condition = !Files.exists(path)
                    ? Condition.MISSING
                    : look.isRight(path, entry.getValue()) ? Condition.RIGHT : Condition.CHANGED;
            files.add(new ShelvedFile(path, entry.getValue(), condition));
        }
        long partial = 0;
        for (Path left : leftovers(folder)) {
            partial += Files.size(left);
        }
        return new ShelvedModel(folder, List.copyOf(pins.bundles().keySet()), files, partial);
    }

    /**
     * Deletes what pulls left half-way, where no pull goes on, and files that a pull brought and no bundle has any more.
     *
     * @return what was deleted
     */
    public List<Path> collect() throws IOException, InterruptedException {
        List<Path> deleted = new ArrayList<>();
        for (Path folder : folders()) {
            for (Path left : leftovers(folder)) {
                if (deleteIdle(left)) {
                    deleted.add(left);
                }
            }
            deleted.addAll(dropForgotten(folder));
        }
        return deleted;
    }

    private static boolean deleteIdle(Path left) throws IOException {
        String name = left.getFileName().toString();
        Path lock = left.resolveSibling(name.substring(0, name.indexOf('.')) + Workplace.LOCK);
        Optional<PathLock> alone = PathLock.attempt(lock);
        if (alone.isEmpty()) {
            return false;
        }
        try {
            return Files.deleteIfExists(left);
        } finally {
            alone.get().close();
        }
    }

    private List<Path> dropForgotten(Path folder) throws IOException, InterruptedException {
        List<String> known = catalog.names();
        Map<String, PinnedFile> files = Pins.of(folder).files();
        List<Path> dropped = new ArrayList<>();
        for (Map.Entry<String, PinnedFile> entry : files.entrySet()) {
            if (!known.contains(entry.getValue().bundle())) {
                Files.deleteIfExists(folder.resolve(entry.getKey()));
                dropped.add(folder.resolve(entry.getKey()));
            }
        }
        if (!dropped.isEmpty()) {
            Pins.update(folder, pins -> {
                pins.files().values().removeIf(pin -> !known.contains(pin.bundle()));
                pins.bundles().keySet().removeIf(name -> !known.contains(name));
            });
        }
        return dropped;
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(models)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(models)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static List<Path> leftovers(Path folder) throws IOException {
        Path work = Workplace.in(folder).folder();
        if (!Files.isDirectory(work)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(work)) {
            return entries.filter(file -> file.toString().contains(Workplace.PART))
                    .sorted()
                    .toList();
        }
    }

    /** The model folder of a bundle. */
    public Optional<Path> folder(String bundle) {
        return catalog.bundles().stream()
                .filter(known -> known.name().equals(bundle))
                .map(known -> models.resolve(known.folder()))
                .findFirst();
    }
}
