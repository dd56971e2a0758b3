package dev.parley.child;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its standard input ends, if {@code PARLEY_EXIT_WITH_STDIN=true}: whoever started it holds the
 * other end of that pipe, so it never outlives them, even if they are killed.
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
                // what is said does not matter, only that somebody is there
            }
        } catch (IOException e) {
            // a broken pipe is an end as well
        }
        System.exit(0);
    }

    private ExitWithStdin() {}
}
