/**
 * What the services say to each other, and where objects lie in the store. Plain records and their JSON, the one
 * door for requests ({@link dev.parley.contracts.RequestReader}), and the fold of events into a job's state
 * ({@link dev.parley.contracts.JobState}); nothing here knows Kafka, HTTP or S3. The public payloads are described by the
 * JSON Schemas in {@code schemas/}, the public topics by {@code asyncapi.yaml}; both are written by hand and held to the
 * records by tests.
 */
package dev.parley.contracts;
