/** The HTTP face: what {@code META-INF/openapi.yaml} describes. */
package dev.parley.ingest.http;
