/** Looks after the farm: the broker's pulse, the workers' backlog, jobs that nobody ends. */
package dev.parley.ingest.watch;
