/**
 * Measures the farm from outside: over HTTP, from its metrics, from the kernel's books. Run by {@code tools/bench/run},
 * as is what measures the model, {@code dev.parley.bench.model}.
 */
package dev.parley.bench;
