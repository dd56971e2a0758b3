package dev.parley.ingest.intake;

import dev.parley.contracts.JobState;

/** The job of a request. {@code fresh} unless it was there before. */
public record Submitted(JobState job, boolean fresh) {}
