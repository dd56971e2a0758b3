package dev.parley.kit.admission;

/**
 * When a turn is heard, in seconds of the video.
 *
 * @param speaker from 1
 */
public record TurnTime(int speaker, double start, double end) {}
