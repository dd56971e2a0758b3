package dev.parley.cli.http;

/** What a job would come to. */
public record DryRun(String jobId, int frames, int chunks, int width, int height) {}
