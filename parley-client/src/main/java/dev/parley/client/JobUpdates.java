package dev.parley.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * A job's states, from the present one to the end. When the connection breaks or falls silent another is made, which
 * tells the farm the last event seen ({@code Last-Event-ID}). No state comes twice; states that were overtaken
 * meanwhile may be missing. To be closed, and used by one thread.
 */
public final class JobUpdates implements AutoCloseable {
    private final FarmCalls calls;
    private final String jobId;
    private final Retries retries;
    private EventConnection connection;
    private HttpRequest request;
    private String lastEventId = "";
    private Job last;
    private long heardAt;

    JobUpdates(FarmCalls calls, String jobId) {
        this.calls = calls;
        this.jobId = jobId;
        this.retries = calls.retries();
    }

    /**
     * Waits for the next state. The last one has {@link Job#ended()}; do not ask for more.
     *
     * @throws ParleyTimeoutException if there is no news within {@code atMost}
     */
    public Job next(Duration atMost) throws InterruptedException {
        if (last != null && last.ended()) {
            throw new NoSuchElementException("Job %s has ended, there are no more states".formatted(jobId));
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new ParleyTimeoutException(
                        "Job %s has no news after %s; it goes on".formatted(jobId, atMost), null);
            }
            Optional<Job> news = step(Duration.ofNanos(left)).filter(this::isNew);
            if (news.isPresent()) {
                last = news.get();
                return last;
            }
        }
    }

    private boolean isNew(Job job) {
        return last == null || job.sequence() > last.sequence();
    }

    private Optional<Job> step(Duration atMost) throws InterruptedException {
        if (connection == null) {
            open();
        }
        Duration silence = calls.settings().silence();
        Duration left = silence.minusNanos(System.nanoTime() - heardAt);
        EventConnection.News news = connection.next(left.compareTo(atMost) < 0 ? left : atMost);
        if (news instanceof EventConnection.Heard heard) {
            heardAt = System.nanoTime();
            retries.succeeded();
            return Optional.ofNullable(heard.message()).map(this::state);
        }
        if (news instanceof EventConnection.Ended ended) {
            close();
            return ended(ended);
        }
        if (System.nanoTime() - heardAt < silence.toNanos()) {
            return Optional.empty();
        }
        // A proxy may hold events back, or a connection be dead without a word: ask, then listen anew.
        close();
        return Optional.of(ask());
    }

    private void open() {
        HttpRequest.Builder builder =
                calls.request("v1/jobs/" + jobId + "/events").setHeader("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            builder.setHeader("Last-Event-ID", lastEventId);
        }
        request = builder.build();
        connection = new EventConnection(calls, request);
        heardAt = System.nanoTime();
    }

    private Job state(EventLines.Message message) {
        lastEventId = message.id();
        JsonNode json = FarmJson.tree(message.data().getBytes(StandardCharsets.UTF_8));
        return FarmJson.read("The events of job " + jobId, json, Job.class);
    }

    private Optional<Job> ended(EventConnection.Ended ended) throws InterruptedException {
        HttpResponse<byte[]> answer = ended.answer();
        if (answer == null) {
            Throwable fault = ended.fault() instanceof CompletionException e ? e.getCause() : ended.fault();
            if (fault instanceof ParleyException ours) {
                throw ours;
            }
            retries.pause(calls.fault(request, FarmCalls.io(fault)), Optional.empty());
            return Optional.empty();
        }
        if (answer.statusCode() == 204) {
            // Nothing is newer than the last event seen, and nothing will be.
            Job now = ask();
            return isNew(now) ? Optional.of(now) : again();
        }
        if (answer.statusCode() != 200) {
            calls.retryOrThrow(retries, request, answer);
            return Optional.empty();
        }
        return again();
    }

    private Optional<Job> again() throws InterruptedException {
        retries.pause(calls.fault(request, new EOFException("the events ended before the job did")), Optional.empty());
        return Optional.empty();
    }

    private Job ask() throws InterruptedException {
        return calls.read(
                calls.request("v1/jobs/" + jobId).build(), calls.settings().answer(), Job.class);
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
