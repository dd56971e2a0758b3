package dev.parley.kit;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Ends the process when its standard input ends, if so configured: a launcher that dies, however suddenly, closes the
 * pipe and leaves no orphan.
 */
@ApplicationScoped
class ExitWithParent {
    private static final long GRACE_SECONDS = 10;

    void onStart(
            @Observes StartupEvent event,
            @ConfigProperty(name = "parley.exit.with.stdin", defaultValue = "false") boolean enabled) {
        if (enabled) {
            DaemonThreads.named("parent-watch").newThread(ExitWithParent::watch).start();
        }
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // whatever the parent says means only that it is alive
            }
        } catch (IOException e) {
            // a broken pipe is an ended one
        }
        Quarkus.asyncExit(0);
        // The broker ends with the same parent; clients that wait to say goodbye to it must not hold this process.
        CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(0));
    }
}
