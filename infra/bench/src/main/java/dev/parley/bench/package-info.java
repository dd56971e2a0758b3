/** Measures the farm from outside: over HTTP, from its metrics, from the kernel's books. Run by {@code infra/bench/run}. */
package dev.parley.bench;
