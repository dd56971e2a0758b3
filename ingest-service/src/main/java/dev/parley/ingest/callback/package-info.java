/** Webhooks: notifies clients that a job has ended, according to Standard Webhooks. */
package dev.parley.ingest.callback;
