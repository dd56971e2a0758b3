/** Videos that are played while they are rendered: chunks with their sound, one by one, as HLS. */
package dev.parley.ingest.live;
