package dev.parley.cli.farm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends what a killed launcher left running. The caller must hold the lock on the data directory. */
final class OrphanedProcesses {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    static void end(Path dataDir) {
        List<ProcessHandle> left = FarmFile.read(dataDir).map(FarmFile::processes).orElse(List.of()).stream()
                .map(FarmFile.Running::find)
                .flatMap(Optional::stream)
                .toList();
        // They are about to end by themselves, since their launcher is gone; this is for those that cannot.
        left.forEach(ProcessHandle::destroy);
        CompletableFuture<Void> gone =
                CompletableFuture.allOf(left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        gone.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(process -> process.onExit().join());
    }

    private OrphanedProcesses() {}
}
