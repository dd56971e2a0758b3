package dev.parley.hub;

import dev.parley.hub.PullPlan.PlannedFile;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings bundles of model files from a hub. Every file appears under its name complete and checked, or not at all; what
 * was fetched before a break is used again. Any number of pulls may run at once, in any number of processes.
 */
public final class ModelPull {
    private static final long MB = 1_000_000;

    private final ModelCatalog catalog;
    private final HubSettings settings;
    private final Path models;
    private final HubHttp http;
    private final HubClient hub;
    private final PullListener listener;

    /** @param models folder of models; made if it is not there */
    public ModelPull(ModelCatalog catalog, HubSettings settings, Path models, PullListener listener) {
        this.catalog = catalog;
        this.settings = settings;
        this.models = models;
        this.listener = listener;
        this.http = new HubHttp(settings, listener);
        this.hub = new HubClient(settings, http);
    }

    /**
     * Which files these bundles have, and which of them are missing. Asks the hub unless all are there.
     *
     * @param update whether to take what revisions are now, rather than what they were when they were first pulled
     * @throws HubException if a name, a repository or a file is unknown, the hub does not answer, or a file is in the way
     */
    public PullPlan plan(Collection<String> names, boolean update) throws IOException, InterruptedException {
        List<ModelBundle> bundles = catalog.choose(names);
        List<PlannedFile> files = new ArrayList<>();
        Planner planner = new Planner(settings, hub, models, update);
        for (ModelBundle bundle : bundles) {
            files.addAll(planner.plan(bundle));
        }
        return new PullPlan(bundles, files);
    }

    /**
     * Brings what is missing.
     *
     * @throws HubException if something cannot be had or is not right; what is complete by then stays
     * @throws IOException if files cannot be written
     */
    public void run(PullPlan plan) throws IOException, InterruptedException {
        requireSpace(plan);
        FileBringer bringer = new FileBringer(settings, http, hub, listener);
        for (ModelBundle bundle : plan.bundles()) {
            for (PlannedFile file : plan.files()) {
                if (file.bundle().equals(bundle.name())) {
                    bringer.bring(file);
                }
            }
            String fingerprint = Planner.fingerprint(bundle);
            Pins.update(models.resolve(bundle.folder()), pins -> {
                pins.bundles().put(bundle.name(), fingerprint);
            });
        }
    }

    private void requireSpace(PullPlan plan) throws IOException {
        Map<FileStore, Long> needed = new HashMap<>();
        for (PlannedFile file : plan.files()) {
            Files.createDirectories(file.folder());
            needed.merge(Files.getFileStore(file.folder()), file.file().bytes() - file.there(), Long::sum);
        }
        for (Map.Entry<FileStore, Long> disk : needed.entrySet()) {
            long free = disk.getKey().getUsableSpace();
            if (free < disk.getValue()) {
                throw new HubException(
                        HubException.Reason.NO_SPACE,
                        "%s has %d MB free, %d MB are needed for %s"
                                .formatted(disk.getKey(), free / MB, disk.getValue() / MB, models));
            }
        }
    }
}
