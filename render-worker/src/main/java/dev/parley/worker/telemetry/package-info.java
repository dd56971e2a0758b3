/** What an operator asks of a worker. */
package dev.parley.worker.telemetry;
