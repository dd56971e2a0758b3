package dev.parley.client;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Brings a finished video. A transfer that breaks off is continued where it stopped, if the video is the same. */
final class VideoTransfer {
    private final FarmCalls calls;
    private final Job job;
    private final VideoSink sink;
    private final MessageDigest digest;
    private long received;
    private String etag;
    private VideoBody current;

    VideoTransfer(FarmCalls calls, Job job, VideoSink sink) {
        this.calls = calls;
        this.job = job;
        this.sink = sink;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /**
     * @throws ParleyAnswerException if what came is not what the farm announced
     * @throws IOException if it cannot be written
     */
    void run() throws IOException, InterruptedException {
        Retries retries = calls.retries();
        while (true) {
            long before = received();
            HttpRequest request = request();
            try {
                HttpResponse<byte[]> answer = await(calls.begin(request, this::subscriber));
                if (answer.statusCode() == 200 || answer.statusCode() == 206) {
                    checkLength();
                    break;
                }
                refused(retries, request, answer);
            } catch (VideoBody.SinkException full) {
                throw full.getCause();
            } catch (IOException broken) {
                if (received() > before) {
                    retries.succeeded();
                }
                retries.pause(calls.fault(request, broken), Optional.empty());
            }
        }
        checkHash();
    }

    private HttpRequest request() {
        HttpRequest.Builder request =
                calls.request("v1/jobs/" + job.jobId() + "/video?stream=true").setHeader("Accept", "video/mp4, */*");
        if (received() > 0 && etag != null) {
            request.setHeader("Range", "bytes=" + received() + "-").setHeader("If-Range", etag);
        }
        return request.build();
    }

    private void refused(Retries retries, HttpRequest request, HttpResponse<byte[]> answer)
            throws IOException, InterruptedException {
        if (answer.statusCode() == 416) {
            startOver();
            retries.pause(
                    calls.fault(request, new EOFException("the rest of the video is not there")), Optional.empty());
        } else {
            calls.retryOrThrow(retries, request, answer);
        }
    }

    private synchronized BodySubscriber<byte[]> subscriber(ResponseInfo info) {
        if (info.statusCode() != 200 && info.statusCode() != 206) {
            return FarmCalls.bounded();
        }
        boolean continued = info.statusCode() == 206
                && info.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + received + "-");
        etag = info.headers().firstValue("ETag").orElse(null);
        current = new VideoBody(this, !continued);
        return current;
    }

    /** For {@link VideoBody}, which is called by the client's threads, one after the other. */
    synchronized void startOver() throws IOException {
        sink.clear();
        digest.reset();
        received = 0;
    }

    /** Bytes of an answer that was given up come to nothing. */
    synchronized void take(VideoBody from, ByteBuffer bytes) throws IOException {
        if (from != current) {
            return;
        }
        digest.update(bytes.duplicate());
        received += bytes.remaining();
        sink.write(bytes);
    }

    private synchronized long received() {
        return received;
    }

    /** Patient while bytes come. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer)
            throws IOException, InterruptedException {
        Duration silence = calls.settings().silence();
        try {
            while (true) {
                long before = received();
                try {
                    return answer.get(silence.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (received() == before) {
                        throw new HttpTimeoutException(
                                "not a byte within %s seconds, after %d".formatted(silence.toSeconds(), before));
                    }
                }
            }
        } catch (ExecutionException e) {
            throw FarmCalls.io(e.getCause());
        } finally {
            answer.cancel(true);
            giveUp();
        }
    }

    private synchronized void giveUp() {
        current = null;
    }

    private void checkLength() throws EOFException {
        long announced = job.video().bytes();
        if (announced > 0 && received() < announced) {
            throw new EOFException("the video ended after %d of %d bytes".formatted(received(), announced));
        }
    }

    private void checkHash() {
        String found = HexFormat.of().formatHex(digest.digest());
        String announced = job.video().sha256();
        if (announced != null && !announced.equals(found)) {
            throw new ParleyAnswerException(
                    "The video of job %s has %d bytes with SHA-256 %s, expected %d with %s"
                            .formatted(
                                    job.jobId(), received(), found, job.video().bytes(), announced),
                    null);
        }
    }
}
