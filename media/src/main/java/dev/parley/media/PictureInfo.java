package dev.parley.media;

/** What a picture file says of itself. {@code format} is FFmpeg's name of the codec, as {@code png}. */
public record PictureInfo(int width, int height, String format) {}
