/** The right to render a job, from a Kafka share group. Kafka's words stay in here; what a job is, is not known. */
package dev.parley.worker.claim;
