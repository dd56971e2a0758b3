/** What happens to a job as one trace (OpenTelemetry), from the call that asks for it to the webhook that tells of it. */
package dev.parley.kit.trace;
