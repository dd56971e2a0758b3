package dev.parley.kafka;

import java.io.IOException;

/** Where the farm's videos lie, read with whatever client for S3 the program has. */
@FunctionalInterface
public interface VideoBucket {
    /**
     * Reads a whole object.
     *
     * @param key in the farm's bucket, as {@code videos/<job>.mp4}
     */
    byte[] read(String key) throws IOException;
}
