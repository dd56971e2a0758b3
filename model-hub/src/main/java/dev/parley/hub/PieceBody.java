package dev.parley.hub;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.LongConsumer;

/** Writes a piece to its place as it comes, and tells when something last came. */
class PieceBody implements BodySubscriber<Void> {
    private final PartFile part;
    private final PartFile.Piece piece;
    private final LongConsumer came;
    final CompletableFuture<Void> end = new CompletableFuture<>();
    private Flow.Subscription subscription;

    PieceBody(PartFile part, PartFile.Piece piece, LongConsumer came) {
        this.part = part;
        this.piece = piece;
        this.came = came;
    }

    /** The body of an answer that is of no use, which may be long: none of it is read. */
    static BodySubscriber<Void> unread() {
        return new PieceBody(null, null, any -> {}) {
            @Override
            public void onSubscribe(Flow.Subscription begun) {
                begun.cancel();
                super.end.complete(null);
            }
        };
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        subscription = begun;
        begun.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            for (ByteBuffer buffer : buffers) {
                if (buffer.remaining() > piece.end - piece.at) {
                    throw new IOException("more bytes came than were asked for");
                }
                int count = buffer.remaining();
                write(buffer);
                came.accept(count);
            }
            subscription.request(1);
        } catch (IOException | RuntimeException e) {
            subscription.cancel();
            end.completeExceptionally(e);
        }
    }

    private void write(ByteBuffer buffer) throws HubException {
        try {
            part.write(piece, buffer);
        } catch (IOException e) {
            throw new HubException(HubException.Reason.NO_SPACE, "Cannot write: " + HubHttp.words(e), e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }

    @Override
    public CompletionStage<Void> getBody() {
        return end;
    }
}
