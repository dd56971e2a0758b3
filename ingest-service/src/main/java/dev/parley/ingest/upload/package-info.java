/** Uploads that come in pieces and survive broken connections. */
package dev.parley.ingest.upload;
