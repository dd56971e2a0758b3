/** Webhooks: notifies clients of what happens to their jobs, according to Standard Webhooks. */
package dev.parley.ingest.callback;
