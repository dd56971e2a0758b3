package dev.parley.worker.job;

import dev.parley.kit.DaemonThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Does one task after the other on a thread of its own, for one thread that adds them. So many may wait or be at work and no
 * more: whoever adds faster waits. After the first that fails none is begun, and every call throws its failure.
 */
final class SerialTasks implements AutoCloseable {
    private static final long GLANCE_MILLIS = 50;

    private final int limit;
    private final Semaphore room;
    private final ExecutorService thread;
    private volatile Throwable failure;

    /** What is to be done. */
    interface Task {
        void run() throws Exception;
    }

    SerialTasks(String name, int limit) {
        this.limit = limit;
        this.room = new Semaphore(limit);
        this.thread = Executors.newSingleThreadExecutor(DaemonThreads.named(name));
    }

    /** Returns when there is room for the task. */
    void add(Task task) throws InterruptedException {
        do {
            throwFailure();
        } while (!room.tryAcquire(GLANCE_MILLIS, TimeUnit.MILLISECONDS));
        thread.execute(() -> run(task));
    }

    private void run(Task task) {
        try {
            if (failure == null) {
                task.run();
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            room.release();
        }
    }

    /** Returns when all tasks are done. */
    void await() throws InterruptedException {
        room.acquire(limit);
        room.release(limit);
        throwFailure();
    }

    /** What is checked comes as a {@link FaultException}. */
    void throwFailure() {
        Throwable found = failure;
        if (found instanceof RuntimeException e) {
            throw e;
        }
        if (found instanceof Error e) {
            throw e;
        }
        if (found != null) {
            throw new FaultException(FaultException.of(found), String.valueOf(found.getMessage()), found);
        }
    }

    /** Interrupts the task at work, drops those that wait, and returns when the thread has ended. */
    @Override
    public void close() {
        thread.shutdownNow();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                thread.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
