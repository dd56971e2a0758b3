package dev.parley.kit;

import java.util.concurrent.ThreadFactory;

/** Threads that never keep a process from ending. */
public final class DaemonThreads {
    /** Makes threads of this name. */
    public static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private DaemonThreads() {}
}
