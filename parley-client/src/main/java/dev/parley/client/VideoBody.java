package dev.parley.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** One answer's part of a video, written as it comes; the disk sets the pace. */
final class VideoBody implements BodySubscriber<byte[]> {
    private final VideoTransfer transfer;
    private final boolean whole;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.Subscription subscription;

    /** Our own disk failed, which no other attempt cures. */
    static final class SinkException extends IOException {
        SinkException(IOException cause) {
            super(cause);
        }

        @Override
        public synchronized IOException getCause() {
            return (IOException) super.getCause();
        }
    }

    /** @param whole whether it is all of the video, not the rest of one */
    VideoBody(VideoTransfer transfer, boolean whole) {
        this.transfer = transfer;
        this.whole = whole;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        try {
            if (whole) {
                transfer.startOver();
            }
            subscription.request(1);
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (body.isDone()) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                transfer.take(this, buffer);
            }
            subscription.request(1);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException e) {
        subscription.cancel();
        body.completeExceptionally(new SinkException(e));
    }

    @Override
    public void onError(Throwable broken) {
        body.completeExceptionally(broken);
    }

    @Override
    public void onComplete() {
        body.complete(new byte[0]);
    }
}
