package dev.parley.worker.render;

import dev.parley.contracts.Box;
import dev.parley.media.Picture;

/** Where in the video a person is, in whole pixels, inside the video and never empty. */
public record Region(int left, int top, int width, int height) {
    public Region {
        if (left < 0 || top < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("A region lies in the picture and is not empty, found %dx%d at %d,%d"
                    .formatted(width, height, left, top));
        }
    }

    /** A box in pixels of the picture as given, seen in the video: scaled to cover it, the middle cut out. */
    public static Region of(Box box, Picture picture, int width, int height) {
        double scale = Math.max((double) width / picture.width(), (double) height / picture.height());
        double cutLeft = (scale * picture.width() - width) / 2;
        double cutTop = (scale * picture.height() - height) / 2;
        int left = within(box.x() * scale - cutLeft, width - 1);
        int top = within(box.y() * scale - cutTop, height - 1);
        int right = within((box.x() + box.width()) * scale - cutLeft, width);
        int bottom = within((box.y() + box.height()) * scale - cutTop, height);
        return new Region(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
    }

    /** The part of the video that belongs to one of {@code speakers} who stand side by side. */
    public static Region share(int speaker, int speakers, int width, int height) {
        int left = width * speaker / speakers;
        return new Region(left, 0, width * (speaker + 1) / speakers - left, height);
    }

    public int right() {
        return left + width;
    }

    public int bottom() {
        return top + height;
    }

    private static int within(double at, int most) {
        return (int) Math.max(0, Math.min(most, Math.round(at)));
    }
}
