package dev.parley.cli.http;

/** Somebody who can speak a text. */
public record VoiceLine(String name, String language, String description, String synthesizer) {}
