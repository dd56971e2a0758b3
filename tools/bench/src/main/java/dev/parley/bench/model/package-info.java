/**
 * Measures the model: what ships, and the networks at any size from random weights. Needs no farm and no files but the
 * class path; the networks themselves are those of module {@code multitalk}.
 */
package dev.parley.bench.model;
