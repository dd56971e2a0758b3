package dev.parley.hub;

import dev.parley.hub.ModelBundle.HubSource;
import dev.parley.hub.ModelBundle.WantedFile;
import dev.parley.hub.PullPlan.PlannedFile;
import dev.parley.hub.PullPlan.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out what a pull has to bring: which files there are at the hub, and which are here. */
final class Planner {
    private final HubSettings settings;
    private final HubClient hub;
    private final HubCache cache;
    private final Path models;
    private final boolean update;

    /** @param update whether to move on to what revisions are now, rather than to keep to what was pulled first */
    Planner(HubSettings settings, HubClient hub, Path models, boolean update) {
        this.settings = settings;
        this.hub = hub;
        this.cache = new HubCache(settings.cache());
        this.models = models;
        this.update = update;
    }

    /** What is known of a source: its commit, its license, all its files. */
    private record Listing(String license, List<HubFile> files) {}

    List<PlannedFile> plan(ModelBundle bundle) throws IOException, InterruptedException {
        Path folder = models.resolve(bundle.folder());
        Pins pins = Pins.of(folder);
        List<PlannedFile> files = new ArrayList<>();
        if (!update && fingerprint(bundle).equals(pins.bundles().get(bundle.name()))) {
            for (Map.Entry<String, PinnedFile> entry : pins.files().entrySet()) {
                PinnedFile pin = entry.getValue();
                if (pin.bundle().equals(bundle.name())) {
                    files.add(planned(bundle, pin.revision(), pin.license(), pin.file(), folder, entry.getKey(), pins));
                }
            }
            return files;
        }
        for (HubSource source : bundle.sources()) {
            Listing listing = list(source, pins);
            for (WantedFile wanted : source.files()) {
                for (HubFile found : find(source, wanted, listing.files)) {
                    files.add(planned(
                            bundle,
                            source.revision(),
                            listing.license,
                            found,
                            folder,
                            wanted.target(found.path()),
                            pins));
                }
            }
        }
        return files;
    }

    /** By which a complete bundle is known to be one of this very catalog entry. */
    static String fingerprint(ModelBundle bundle) throws IOException {
        byte[] json = ModelCatalog.JSON.writeValueAsBytes(bundle);
        return java.util.HexFormat.of()
                .formatHex(new ContentId(ContentId.Kind.SHA256, "0".repeat(64))
                        .digest(0)
                        .digest(json));
    }

    private Listing list(HubSource source, Pins pins) throws IOException, InterruptedException {
        Optional<String> pinned = update ? Optional.empty() : pins.commit(source);
        if (settings.offline()) {
            Optional<String> commit =
                    pinned.isPresent() ? pinned : cache.commit(source.repository(), source.revision());
            return new Listing(
                    source.license(), commit.isPresent() ? cache.tree(source.repository(), commit.get()) : List.of());
        }
        HubClient.RepositoryState state = hub.repository(source.repository(), pinned.orElse(source.revision()));
        String license =
                source.license() != null ? source.license() : state.license().orElse(null);
        return new Listing(license, hub.tree(source.repository(), state.commit()));
    }

    private List<HubFile> find(HubSource source, WantedFile wanted, List<HubFile> files) throws HubException {
        List<HubFile> found = wanted.isPattern()
                ? files.stream().filter(file -> wanted.matches(file.path())).toList()
                : files.stream()
                        .filter(file -> file.path().equals(wanted.path()))
                        .toList();
        if (found.isEmpty()) {
            throw new HubException(
                    HubException.Reason.UNKNOWN,
                    "%s at %s has no %s%s"
                            .formatted(
                                    source.repository(),
                                    source.revision(),
                                    wanted.path(),
                                    settings.offline() ? " in the cache, and HF_HUB_OFFLINE is set" : ""));
        }
        for (HubFile file : found) {
            requireAsKnown(wanted, file);
        }
        return found;
    }

    private static void requireAsKnown(WantedFile wanted, HubFile file) throws HubException {
        boolean hash = wanted.content() == null
                || wanted.content().kind() != file.content().kind()
                || wanted.content().equals(file.content());
        if (!hash || (wanted.bytes() != null && wanted.bytes() != file.bytes())) {
            throw new HubException(
                    HubException.Reason.OTHER_CONTENT,
                    "%s: the hub has %d bytes with %s, expected %s bytes with %s"
                            .formatted(file, file.bytes(), file.content(), wanted.bytes(), wanted.content()));
        }
    }

    private PlannedFile planned(
            ModelBundle bundle, String revision, String license, HubFile file, Path folder, String target, Pins pins)
            throws IOException {
        Path path = folder.resolve(target);
        PinnedFile pin = pins.files().get(target);
        State state = State.MISSING;
        long there = 0;
        if (pin != null && pin.content().equals(file.content()) && pin.isUntouched(path)) {
            state = State.PRESENT;
            there = file.bytes();
        } else if (Files.exists(path) && Files.size(path) == file.bytes()) {
            state = State.UNCHECKED;
            there = file.bytes();
        } else if (Files.exists(path) && pin == null) {
            throw inTheWay(path, file);
        } else if (cache.blob(file).isPresent()) {
            state = State.CACHED;
            there = file.bytes();
        } else {
            there = PartFile.there(Workplace.in(folder).part(target), file, settings.pieceBytes());
        }
        return new PlannedFile(bundle.name(), revision, license, file, folder, target, state, there);
    }

    static HubException inTheWay(Path path, HubFile file) {
        return new HubException(
                HubException.Reason.IN_THE_WAY,
                "%s is there and is not %s of commit %s: move it away or delete it"
                        .formatted(path, file, file.commit()));
    }
}
