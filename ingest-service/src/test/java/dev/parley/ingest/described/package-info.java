/** The running service beside its OpenAPI document, by many calls made from the document. */
package dev.parley.ingest.described;
