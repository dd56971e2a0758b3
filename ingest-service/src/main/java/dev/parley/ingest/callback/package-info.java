/** Webhooks: tells whoever asked for it that a job has ended, as Standard Webhooks says. */
package dev.parley.ingest.callback;
