/** What would take too much memory: ordered maps in a file that lasts as long as the process. The truth is in Kafka. */
package dev.parley.ingest.disk;
