package dev.parley.ingest.http;

/** A value that requests to this farm may name, with a sentence for people who choose. */
record Choice(String name, String description) {}
