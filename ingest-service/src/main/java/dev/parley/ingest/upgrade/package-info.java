/** Brings what an older farm left on its topics into today's order, at a start. */
package dev.parley.ingest.upgrade;
