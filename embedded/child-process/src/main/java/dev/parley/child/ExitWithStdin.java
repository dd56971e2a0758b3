package dev.parley.child;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its standard input ends, if {@code PARLEY_EXIT_WITH_STDIN=true}. The parent holds the other end of
 * that pipe, so this process never outlives it, even if the parent is killed.
 */
public final class ExitWithStdin {
    public static void watchIfAsked() {
        if (!"true".equals(System.getenv("PARLEY_EXIT_WITH_STDIN"))) {
            return;
        }
        Thread watch = new Thread(ExitWithStdin::watch, "exit-with-stdin");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch() {
        InputStream in = System.in;
        try {
            while (in.read() >= 0) {
                // the bytes do not matter, only that the pipe is open
            }
        } catch (IOException e) {
            // a broken pipe counts as the end
        }
        System.exit(0);
    }

    private ExitWithStdin() {}
}
