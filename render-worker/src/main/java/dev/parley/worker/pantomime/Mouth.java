package dev.parley.worker.pantomime;

/** A mouth in the video: the middle of the line between the lips, and how wide it is, in pixels. */
record Mouth(int x, int y, int width) {}
