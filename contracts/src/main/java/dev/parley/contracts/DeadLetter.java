package dev.parley.contracts;

import java.time.Instant;

/** A request the farm gave up, on {@link Topics#DEAD_LETTERS}. {@code request} is the record's text, untouched. */
public record DeadLetter(JobId jobId, String request, Fault fault, String message, int attempts, Instant at) {}
