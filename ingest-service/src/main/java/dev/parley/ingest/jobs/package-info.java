/**
 * The read model. Events are folded by one instance per partition ({@code EventFold}, {@code StateWriter}), published to the
 * compacted {@code parley.jobs}, and read from there by every instance into its {@code JobTable}.
 */
package dev.parley.ingest.jobs;
