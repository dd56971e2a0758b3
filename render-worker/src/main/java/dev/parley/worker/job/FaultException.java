package dev.parley.worker.job;

import static java.util.Objects.requireNonNull;

import dev.parley.contracts.Fault;
import dev.parley.contracts.InvalidRequestException;
import dev.parley.kit.store.StoreException;
import dev.parley.worker.render.DeviceFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;

/** Ends an attempt. The fault says what happens next, the message says what happened. */
public class FaultException extends RuntimeException {
    private final Fault fault;

    public FaultException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = requireNonNull(fault, "fault");
    }

    public FaultException(Fault fault, String message) {
        this(fault, message, null);
    }

    public Fault fault() {
        return fault;
    }

    /** What kind of failure something that was thrown during an attempt is. */
    static Fault of(Throwable thrown) {
        if (thrown instanceof FaultException known) {
            return known.fault;
        }
        if ((thrown instanceof ExecutionException || thrown instanceof CompletionException)
                && thrown.getCause() != null) {
            return of(thrown.getCause());
        }
        if (thrown instanceof InvalidRequestException) {
            return Fault.BAD_INPUT;
        }
        if (thrown instanceof OutOfMemoryError) {
            return Fault.OUT_OF_MEMORY;
        }
        if (thrown instanceof DeviceFailedException) {
            return Fault.DEPENDENCY;
        }
        // Files of an attempt lie on a disk that may be full here and not elsewhere.
        if (thrown instanceof StoreException
                || thrown instanceof KafkaException
                || thrown instanceof IOException
                || thrown instanceof UncheckedIOException) {
            return Fault.DEPENDENCY;
        }
        return Fault.INTERNAL;
    }
}
