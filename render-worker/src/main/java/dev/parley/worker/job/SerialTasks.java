package dev.parley.worker.job;

import dev.parley.kit.DaemonThreads;
import dev.parley.kit.trace.TraceContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after another on its own thread; one other thread adds them. The number of pending tasks is limited: adding
 * one more blocks. After the first failure no further task is started, and every call throws that failure.
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
        thread.execute(TraceContext.carry(() -> run(task)));
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
