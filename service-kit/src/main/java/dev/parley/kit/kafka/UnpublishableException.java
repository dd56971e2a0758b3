package dev.parley.kit.kafka;

import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/** Kafka will never take this record, however often it is asked: there is something wrong with the record itself. */
public final class UnpublishableException extends RuntimeException {
    private UnpublishableException(Throwable cause) {
        super("Kafka can never take the record: " + cause.getMessage(), cause);
    }

    /** The failure, said to be final where it is. */
    static Throwable orSame(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException
                    || cause instanceof RecordBatchTooLargeException
                    || cause instanceof SerializationException
                    || cause instanceof InvalidTopicException) {
                return new UnpublishableException(cause);
            }
        }
        return failure;
    }
}
