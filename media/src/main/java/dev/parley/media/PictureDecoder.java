package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/**
 * A picture file, decoded and converted: whatever can be wrong with a file is found by {@link #open}, so that who only
 * looks at a picture finds what somebody who needs its pixels would.
 */
final class PictureDecoder implements AutoCloseable {
    private final Scope scope;
    private final AVFrame rgb;
    private final Orientation orientation;
    private final String format;

    private PictureDecoder(Scope scope, AVFrame rgb, Orientation orientation, String format) {
        this.scope = scope;
        this.rgb = rgb;
        this.orientation = orientation;
        this.format = format;
    }

    static PictureDecoder open(Path path, Limits limits) throws MediaException {
        Ffmpeg.allow(limits);
        Scope scope = new Scope();
        try (Scope local = new Scope()) {
            ByteBuffer content = content(local, path, limits);
            if (HeifFile.isOne(content)) {
                return open(scope, path, limits);
            }
            CodedPicture coded = CodedPicture.of(content);
            coded.requireWithin(limits);
            scope.own(DecodingRoom.take(coded.memory()), DecodingRoom::close);
            AVFrame frame = StillDecoder.decode(
                    local, avcodec_find_decoder(coded.codec()), coded.packet(local), limits, decoder -> {});
            return new PictureDecoder(
                    scope, coded.seen(scope, frame, limits), Orientation.of(frame), name(coded.codec()));
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    private static PictureDecoder open(Scope scope, Path path, Limits limits) throws MediaException {
        try (HeifFile file = HeifFile.open(path, limits)) {
            AVFrame rgb = file.decode(scope);
            return new PictureDecoder(scope, rgb, file.orientation(), name(file.codec()));
        }
    }

    private static String name(int codec) {
        return avcodec_get_name(codec).getString();
    }

    /** All of the file, outside of the heap. */
    private static ByteBuffer content(Scope scope, Path path, Limits limits) throws MediaException {
        // A buffer's size is an int.
        try (LocalFile file = LocalFile.open(path, Math.min(limits.maxBytes(), Integer.MAX_VALUE / 2))) {
            int bytes = (int) file.bytes();
            BytePointer memory = new BytePointer(scope.own(av_malloc(bytes), avutil::av_free));
            ByteBuffer content = memory.capacity(bytes).asByteBuffer();
            file.readInto(content);
            return content.rewind();
        }
    }

    /** The size as it is to be seen, turned upright. */
    PictureInfo info() {
        boolean turned = orientation.swapsSides();
        return new PictureInfo(turned ? rgb.height() : rgb.width(), turned ? rgb.width() : rgb.height(), format);
    }

    Picture picture() {
        return picture(rgb);
    }

    /** The picture, smaller if it has more pixels. */
    Picture picture(long maxPixels) throws MediaException {
        double scale = Math.sqrt((double) maxPixels / ((long) rgb.width() * rgb.height()));
        if (scale >= 1) {
            return picture();
        }
        try (Scope local = new Scope()) {
            int width = Math.max(1, (int) (rgb.width() * scale));
            int height = Math.max(1, (int) (rgb.height() * scale));
            return picture(RgbFrame.reduced(local, rgb, width, height));
        }
    }

    private Picture picture(AVFrame frame) {
        return orientation.upright(frame.format() == AV_PIX_FMT_RGBA ? overBlack(frame) : RgbFrame.copy(frame));
    }

    private static Picture overBlack(AVFrame rgba) {
        int width = rgba.width();
        byte[] pixels = new byte[Math.multiplyExact(width * 3, rgba.height())];
        byte[] row = new byte[width * 4];
        BytePointer from = new BytePointer(rgba.data(0));
        int to = 0;
        for (int y = 0; y < rgba.height(); y++) {
            from.position((long) y * rgba.linesize(0)).get(row);
            for (int x = 0; x < row.length; x += 4) {
                int alpha = row[x + 3] & 0xFF;
                for (int channel = 0; channel < 3; channel++) {
                    pixels[to++] = (byte) (((row[x + channel] & 0xFF) * alpha + 127) / 255);
                }
            }
        }
        return new Picture(width, rgba.height(), pixels);
    }

    @Override
    public void close() {
        scope.close();
    }
}
