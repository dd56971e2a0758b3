/** A job, from a claim to its last committed chunk. */
package dev.parley.worker.job;
