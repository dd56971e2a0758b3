/**
 * What the services say to each other, and where objects lie in the store. Plain records and their JSON; nothing here
 * knows Kafka, HTTP or S3.
 */
package dev.parley.contracts;
