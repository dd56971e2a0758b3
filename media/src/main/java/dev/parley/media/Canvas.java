package dev.parley.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What is seen of a picture that is stored in part: the part, and nothing (black, or transparent) around it.
 *
 * @param width in pixels, as {@code height}
 * @param left where the part's first column lies, as {@code top} for its first row
 */
record Canvas(int width, int height, int left, int top) {
    /** @return a frame of the scope's, of the part's pixel format: RGB or RGBA */
    AVFrame with(Scope scope, AVFrame part) {
        AVFrame canvas = RgbFrame.empty(scope, width, height, part.format());
        RgbFrame.blit(part, canvas, left, top);
        return canvas;
    }
}
