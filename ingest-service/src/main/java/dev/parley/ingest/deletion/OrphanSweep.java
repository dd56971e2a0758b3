package dev.parley.ingest.deletion;

import dev.parley.contracts.JobId;
import dev.parley.contracts.ObjectKeys;
import dev.parley.kit.store.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Finds objects that belong to nobody. What does not look like one of this farm's is left alone. */
final class OrphanSweep {
    private static final Logger LOG = Logger.getLogger(OrphanSweep.class);
    private static final Pattern OF_JOB = Pattern.compile("(?:jobs/([^/]+)/.+|videos/([^/]+)\\.mp4)");
    private static final int AT_ONCE = 1_000;

    private final ObjectStore store;
    private final Predicate<JobId> known;
    private final Function<Set<String>, Set<String>> used;

    /**
     * @param known whether the farm knows a job, or what is left of one
     * @param used which of some inputs jobs are made of
     */
    OrphanSweep(ObjectStore store, Predicate<JobId> known, Function<Set<String>, Set<String>> used) {
        this.store = store;
        this.known = known;
        this.used = used;
    }

    /** Keys of objects of nobody's that were stored before {@code before}; no more than a thousand of each kind. */
    List<String> find(Instant before) {
        List<String> found = new ArrayList<>();
        for (String folder : List.of("jobs/", "videos/")) {
            List<String> some = new ArrayList<>();
            store.each(folder, (key, at) -> {
                if (some.size() < AT_ONCE && at.isBefore(before) && isUnknown(key)) {
                    some.add(key);
                }
            });
            found.addAll(some);
        }
        found.addAll(inputs(before));
        return found;
    }

    private boolean isUnknown(String key) {
        Matcher job = OF_JOB.matcher(key);
        if (!job.matches()) {
            LOG.debugf("not one of this farm's  object=%s", key);
            return false;
        }
        Optional<JobId> id = JobId.parse(job.group(1) == null ? job.group(2) : job.group(1));
        return id.isPresent() && !known.test(id.get());
    }

    private List<String> inputs(Instant before) {
        List<String> old = new ArrayList<>();
        store.each("inputs/", (key, at) -> {
            if (at.isBefore(before) && ObjectKeys.isInput(key)) {
                old.add(key);
            }
        });
        Set<String> needed = used.apply(Set.copyOf(old));
        return old.stream().filter(key -> !needed.contains(key)).limit(AT_ONCE).toList();
    }
}
