package dev.parley.media;

/** A part of a picture, in whole pixels. */
record Rectangle(int x, int y, int width, int height) {}
