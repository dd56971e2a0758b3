/** What only the ingest service may know: keys of the farm, made once and kept in the store, and what they seal. */
package dev.parley.ingest.secret;
