/** How ended jobs are deleted, with everything that the store has of them. */
package dev.parley.ingest.deletion;
