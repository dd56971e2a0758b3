package dev.parley.worker;

import dev.parley.contracts.WireName;
import dev.parley.worker.claim.ClaimedWork;
import dev.parley.worker.render.Renderer;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Whether this machine can be trusted with jobs. One that computes wrong numbers renders videos that are wrong, and nothing
 * else would tell: it claims nothing, and what it has it gives back.
 */
final class Fitness {
    private static final Logger LOG = Logger.getLogger(Fitness.class);

    private final String worker;
    private final List<Renderer> renderers;
    private volatile String problem; // null: none is known

    /** @param renderers of the engines that the farm has */
    Fitness(String worker, List<Renderer> renderers) {
        this.worker = worker;
        this.renderers = List.copyOf(renderers);
    }

    /** What has been found wrong so far; empty where nothing has. Tries nothing. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Something has gone wrong that no test would have to find. */
    synchronized void found(String what) {
        if (problem == null) {
            problem = what;
            LOG.errorf("worker claims nothing more  worker=%s: %s", worker, what);
        }
    }

    /** Whether every engine finds the machine fit; the log has what is wrong, once. The first time takes a moment. */
    synchronized boolean isFit() {
        for (Renderer renderer : renderers) {
            if (problem == null && renderer.problem().isPresent()) {
                problem = "%s: %s"
                        .formatted(
                                WireName.of(renderer.engine()),
                                renderer.problem().get());
                LOG.errorf(
                        "worker claims nothing, its machine cannot be trusted  worker=%s engine=%s", worker, problem);
            }
        }
        return problem == null;
    }

    /** @param stop is called when {@code work} has shown that the machine is not fit: lets nothing more be claimed */
    ClaimedWork watched(ClaimedWork work, Runnable stop) {
        return claim -> {
            try {
                return work.run(claim);
            } finally {
                if (!isFit()) {
                    stop.run();
                }
            }
        };
    }
}
