package dev.parley.kit.store;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of an object without reading it.
 *
 * @param modified when its bytes were stored, by the store's clock
 */
public record ObjectStat(long bytes, String contentType, Instant modified, Map<String, String> metadata) {}
