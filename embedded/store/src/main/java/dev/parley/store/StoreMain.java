package dev.parley.store;

import dev.parley.child.ExitWithStdin;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * {@code StoreMain <dataDir>}: runs the store until SIGTERM, for clients that sign with {@code PARLEY_S3_ACCESS_KEY} and
 * {@code PARLEY_S3_SECRET_KEY} of its environment. Prints {@code OPENING port=NNNN} on standard output once it knows its
 * port, {@code READY port=NNNN} once it accepts clients; complaints go to standard error. Exit codes: 1 cannot start, 2 usage.
 */
public final class StoreMain {
    public static void main(String[] args) throws InterruptedException {
        Locale.setDefault(Locale.ENGLISH); // what it prints and signs has the same letters and digits everywhere
        Map<String, String> environment = System.getenv();
        String accessKey = environment.getOrDefault("PARLEY_S3_ACCESS_KEY", "");
        String secretKey = environment.getOrDefault("PARLEY_S3_SECRET_KEY", "");
        if (args.length != 1 || accessKey.isEmpty() || secretKey.isEmpty()) {
            System.err.println("usage: PARLEY_S3_ACCESS_KEY=... PARLEY_S3_SECRET_KEY=... StoreMain <dataDir>");
            System.exit(2);
        }
        // Right away: the parent process may be gone before this one is ready.
        ExitWithStdin.watchIfAsked();
        try {
            EmbeddedStore store = EmbeddedStore.start(
                    Path.of(args[0]), accessKey, secretKey, port -> System.out.println("OPENING port=" + port));
            Runtime.getRuntime().addShutdownHook(new Thread(store::close, "stop-store"));
            System.out.println("READY port=" + store.port());
            new CountDownLatch(1).await();
        } catch (StoreStartException e) {
            System.err.println("The store cannot start: " + e.getMessage());
            System.exit(1);
        }
    }

    private StoreMain() {}
}
