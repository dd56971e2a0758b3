package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * How a camera was held: pixel (x, y) of the file is seen at {@code (xx * x + yx * y, xy * x + yy * y)}, moved so that
 * the picture begins at (0, 0). One of the eight ways to lay a rectangle on its sides; each number is -1, 0 or 1.
 */
record Orientation(int xx, int xy, int yx, int yy) {
    static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

    /** Of a decoded picture whose file says so (EXIF); upright when it does not. */
    static Orientation of(AVFrame frame) {
        AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
        return data == null ? UPRIGHT : of(data.data());
    }

    /** Of a display matrix, nine whole numbers; upright when it says something odd. */
    static Orientation of(Pointer displayMatrix) {
        IntPointer matrix = new IntPointer(displayMatrix);
        Orientation found = new Orientation(
                Integer.signum(matrix.get(0)),
                Integer.signum(matrix.get(1)),
                Integer.signum(matrix.get(3)),
                Integer.signum(matrix.get(4)));
        boolean isOneOfTheEight = Math.abs(found.xx) == Math.abs(found.yy)
                && Math.abs(found.xy) == Math.abs(found.yx)
                && Math.abs(found.xx) + Math.abs(found.xy) == 1;
        return isOneOfTheEight ? found : UPRIGHT;
    }

    boolean swapsSides() {
        return xx == 0;
    }

    Picture upright(Picture picture) {
        if (equals(UPRIGHT)) {
            return picture;
        }
        int width = swapsSides() ? picture.height() : picture.width();
        int height = swapsSides() ? picture.width() : picture.height();
        int left = xx + yx < 0 ? width - 1 : 0;
        int top = xy + yy < 0 ? height - 1 : 0;
        byte[] turned = new byte[picture.rgb().length];
        int from = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int to = ((top + xy * x + yy * y) * width + left + xx * x + yx * y) * 3;
                turned[to] = picture.rgb()[from++];
                turned[to + 1] = picture.rgb()[from++];
                turned[to + 2] = picture.rgb()[from++];
            }
        }
        return new Picture(width, height, turned);
    }
}
