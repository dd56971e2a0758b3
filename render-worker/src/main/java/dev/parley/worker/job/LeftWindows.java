package dev.parley.worker.job;

import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.contracts.Sha256;
import dev.parley.kit.store.ObjectStore;
import dev.parley.worker.render.LeftWindow;
import dev.parley.worker.render.WindowState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Windows that were left between two steps, kept in the store beside the states of whole ones, and deleted with them.
 * They only save time: one that is damaged is as good as none.
 */
final class LeftWindows {
    private static final Logger LOG = Logger.getLogger(LeftWindows.class);
    private static final Pattern NAME =
            Pattern.compile("(?<take>\\d{1,2})-(?<step>\\d{5})-(?<hash>[0-9a-f]{16})\\.safetensors");

    private final ObjectStore store;
    private final JobId job;

    LeftWindows(ObjectStore store, JobId job) {
        this.store = store;
        this.job = job;
    }

    private record Kept(String key, int take, int step) {}

    /** @param index of the window */
    void keep(int index, LeftWindow window) {
        byte[] bytes = window.rest().toBytes();
        String key = ObjectKeys.leftWindow(job, index, window.take(), window.step(), Sha256.of(bytes));
        store.put(key, bytes, "application/octet-stream");
    }

    /** The one that is furthest on. */
    Optional<LeftWindow> find(int index) {
        String folder = ObjectKeys.leftWindows(job, index);
        List<Kept> kept = store.list(folder).stream()
                .flatMap(key -> kept(folder, key).stream())
                .sorted(Comparator.comparingInt(Kept::take)
                        .thenComparingInt(Kept::step)
                        .reversed())
                .toList();
        return kept.isEmpty() ? Optional.empty() : read(index, kept.get(0));
    }

    private static Optional<Kept> kept(String folder, String key) {
        Matcher name = NAME.matcher(key.substring(folder.length()));
        return name.matches()
                ? Optional.of(new Kept(key, Integer.parseInt(name.group("take")), Integer.parseInt(name.group("step"))))
                : Optional.empty();
    }

    private Optional<LeftWindow> read(int index, Kept kept) {
        Optional<byte[]> bytes = store.get(kept.key());
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        String hash = Sha256.of(bytes.get());
        if (!ObjectKeys.leftWindow(job, index, kept.take(), kept.step(), hash).equals(kept.key())) {
            LOG.warnf(
                    "left window ignored  job=%s window=%d: bytes of %s arrived with hash %s",
                    job, index, kept.key(), hash);
            return Optional.empty();
        }
        try {
            return Optional.of(new LeftWindow(WindowState.of(bytes.get()), kept.take(), kept.step()));
        } catch (IllegalArgumentException e) {
            LOG.warnf("left window ignored  job=%s window=%d: %s", job, index, e.getMessage());
            return Optional.empty();
        }
    }
}
