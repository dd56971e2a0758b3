package dev.parley.contracts;

/**
 * A GPU, as its driver reports it.
 *
 * @param name as {@code NVIDIA L40S}
 * @param usedBytes by all processes, some seconds ago
 * @param totalBytes of memory
 */
public record Device(String name, long usedBytes, long totalBytes) {}
