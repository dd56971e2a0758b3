package dev.parley.kit.store;

import java.util.Map;

/** What is known of an object without reading it. */
public record ObjectStat(long bytes, String contentType, Map<String, String> metadata) {}
