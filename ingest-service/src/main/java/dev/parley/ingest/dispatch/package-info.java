/** Decides which accepted job becomes claimable next, and hands it to the workers. */
package dev.parley.ingest.dispatch;
