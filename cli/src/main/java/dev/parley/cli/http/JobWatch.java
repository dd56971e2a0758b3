package dev.parley.cli.http;

import dev.parley.contracts.JobId;
import dev.parley.contracts.JobView;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Follows a job to its end. Server-sent events bring the news; when they break off or fall silent, the job is asked for
 * and they are tried again, so that nothing but a farm that stays away ends it.
 */
public final class JobWatch {
    private final FarmClient client;
    private final Duration silence;
    private final Duration pause;
    private final Duration patience;

    public JobWatch(FarmClient client) {
        this(client, Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(60));
    }

    /**
     * @param silence of the events after which the job is asked for
     * @param pause before a connection that broke is tried again
     * @param patience with a farm that does not answer
     */
    JobWatch(FarmClient client, Duration silence, Duration pause, Duration patience) {
        this.client = client;
        this.silence = silence;
        this.pause = pause;
        this.patience = patience;
    }

    /** Hears of a job. */
    public interface Listener {
        /** Called with every state on the way and the last, in order. */
        void state(JobView job);

        /**
         * Called again and again while the farm has heard nothing of the job's worker for longer than usual.
         */
        default void silent(JobView job) {}
    }

    /** The state the job ended in. */
    public JobView untilEnd(JobId job, Listener seen) throws FarmException, InterruptedException {
        Following following = new Following(seen);
        long lastAnswer = System.nanoTime();
        while (true) {
            try (Events events = new Events(job, following.last == null ? 0 : following.last.sequence())) {
                if (following.take(client.job(job))) {
                    return following.last;
                }
                lastAnswer = System.nanoTime();
                if (followEvents(events, job, following)) {
                    return following.last;
                }
            } catch (FarmException e) {
                if (!mayPass(e) || System.nanoTime() - lastAnswer > patience.toNanos()) {
                    throw e;
                }
            }
            Thread.sleep(pause.toMillis());
        }
    }

    /** Whether the same call may get another answer later: a farm that restarts refuses connections, or says 503. */
    private static boolean mayPass(FarmException e) {
        return e instanceof FarmUnreachableException
                || e instanceof FarmProblemException problem && problem.status() >= 500;
    }

    /** Returns when the job has ended (true) or the events have. */
    private boolean followEvents(Events events, JobId job, Following following)
            throws FarmException, InterruptedException {
        while (true) {
            News news = events.next(silence);
            if (news instanceof State state) {
                if (following.take(state.job())) {
                    return true;
                }
            } else if (news instanceof Ended) {
                return false;
            } else if (news instanceof Unreadable unreadable) {
                throw unreadable.answer();
            } else if (news instanceof Broken broken) {
                throw broken.fault();
            } else if (following.take(client.job(job))) {
                return true;
            }
        }
    }

    /** Lets through what is news, and that there is none. */
    private static final class Following {
        private final Listener seen;
        private JobView last;

        Following(Listener seen) {
            this.seen = seen;
        }

        /** Whether the job has ended. */
        boolean take(JobView job) {
            if (last == null || job.sequence() > last.sequence()) {
                last = job;
                seen.state(job);
            }
            if (job.silentSince() != null && job.sequence() == last.sequence()) {
                seen.silent(job);
            }
            return last.status().terminal();
        }
    }

    private sealed interface News {}

    private record State(JobView job) implements News {}

    /** The connection broke off; another one may do better. */
    private record Ended() implements News {}

    /** What another connection would not cure. */
    private record Unreadable(FarmAnswerException answer) implements News {}

    private record Broken(RuntimeException fault) implements News {}

    /** One connection. A thread of its own listens, since a read from it can be waited for only without end. */
    private final class Events implements AutoCloseable {
        private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
        private final Thread listener;

        Events(JobId job, long seen) {
            listener = new Thread(() -> listen(job, seen), "events-of-" + job);
            listener.setDaemon(true);
            listener.start();
        }

        private void listen(JobId job, long seen) {
            try {
                hear(job, seen);
                news.add(new Ended());
            } catch (FarmAnswerException unreadable) {
                news.add(new Unreadable(unreadable));
            } catch (FarmException | UncheckedIOException broken) {
                // No events, or no more of them: the job itself is asked for next, and that tells.
                news.add(new Ended());
            } catch (RuntimeException fault) {
                news.add(new Broken(fault));
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        private void hear(JobId job, long seen) throws FarmException, InterruptedException {
            SseParser parser = new SseParser();
            try (Stream<String> lines = client.events(job, seen)) {
                for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                    Optional<SseParser.Event> event = parser.line(each.next());
                    if (event.isPresent() && event.get().event().equals("state")) {
                        news.add(new State(client.state(event.get().data())));
                    }
                }
            }
        }

        /** Null after {@code silence}. */
        News next(Duration silence) throws InterruptedException {
            return news.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            listener.interrupt();
        }
    }
}
