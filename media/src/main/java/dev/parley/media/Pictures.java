package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/** Reads, scales and joins pictures. */
public final class Pictures {
    /**
     * Decodes the first picture of a file (PNG, JPEG, WebP, AVIF, HEIC, BMP, GIF, TIFF), alpha over black, turned upright
     * if the file has an orientation. Color profiles are ignored: pixel values are those of the file. The format is
     * detected from the bytes, not from the name.
     *
     * @throws MediaException when it cannot be decoded whole, or breaks the limits (the size is looked at before anything
     *     is unpacked); {@code UNSUPPORTED} says what to do instead
     */
    public static Picture read(Path file, Limits limits) throws MediaException {
        try (PictureDecoder decoder = PictureDecoder.open(file, limits)) {
            return decoder.picture();
        }
    }

    /**
     * Decodes as {@link #read(Path, Limits)} does; a picture of more than {@code maxPixels} is made smaller, by area, before
     * it reaches the heap, where it would need three bytes for each of its pixels.
     */
    public static Picture read(Path file, Limits limits, long maxPixels) throws MediaException {
        try (PictureDecoder decoder = PictureDecoder.open(file, limits)) {
            return decoder.picture(maxPixels);
        }
    }

    /** Looks at a picture file as {@link #read} would, and decodes and converts it to be sure. */
    public static PictureInfo inspect(Path file, Limits limits) throws MediaException {
        try (PictureDecoder decoder = PictureDecoder.open(file, limits)) {
            return decoder.info();
        }
    }

    /** Scales to cover {@code width x height}, antialiased bilinear, and cuts the middle out. */
    public static Picture cover(Picture picture, int width, int height) {
        double scale = Math.max((double) height / picture.height(), (double) width / picture.width());
        int scaledWidth = (int) Math.ceil(scale * picture.width());
        int scaledHeight = (int) Math.ceil(scale * picture.height());
        Picture scaled = Bilinear.resize(picture, scaledWidth, scaledHeight);
        // To the nearest, halves to even: as the reference's center crop does.
        int left = (int) Math.rint((scaledWidth - width) / 2.0);
        int top = (int) Math.rint((scaledHeight - height) / 2.0);
        return crop(scaled, left, top, width, height);
    }

    private static Picture crop(Picture picture, int left, int top, int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++) {
            int from = ((top + y) * picture.width() + left) * 3;
            System.arraycopy(picture.rgb(), from, rgb, y * width * 3, width * 3);
        }
        return new Picture(width, height, rgb);
    }

    /** Two portraits of any sizes become one picture: the taller one is scaled to the other's height, left stays left. */
    public static Picture sideBySide(Picture left, Picture right) {
        int height = Math.min(left.height(), right.height());
        Picture first = ofHeight(left, height);
        Picture second = ofHeight(right, height);
        int width = first.width() + second.width();
        byte[] rgb = new byte[Math.multiplyExact(width * 3, height)];
        for (int y = 0; y < height; y++) {
            int to = y * width * 3;
            System.arraycopy(first.rgb(), y * first.width() * 3, rgb, to, first.width() * 3);
            System.arraycopy(second.rgb(), y * second.width() * 3, rgb, to + first.width() * 3, second.width() * 3);
        }
        return new Picture(width, height, rgb);
    }

    private static Picture ofHeight(Picture picture, int height) {
        int width = (int) Math.max(1, Math.round((double) picture.width() * height / picture.height()));
        return Bilinear.resize(picture, width, height);
    }

    /** The picture as a PNG file. */
    public static byte[] png(Picture picture) {
        try (Scope scope = new Scope()) {
            AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_PNG);
            AVCodecContext encoder = scope.codec(codec)
                    .width(picture.width())
                    .height(picture.height())
                    .pix_fmt(AV_PIX_FMT_RGB24)
                    .time_base(av_make_q(1, 1));
            Ffmpeg.require(avcodec_open2(encoder, codec, scope.dictionary(Map.of())), "Cannot open the PNG encoder");
            AVPacket packet = scope.packet();
            Ffmpeg.require(avcodec_send_frame(encoder, RgbFrame.of(scope, picture)), "Cannot encode a PNG");
            Ffmpeg.require(avcodec_send_frame(encoder, null), "Cannot encode a PNG");
            Ffmpeg.require(avcodec_receive_packet(encoder, packet), "Cannot encode a PNG");
            byte[] png = new byte[packet.size()];
            new BytePointer(packet.data()).get(png);
            return png;
        }
    }

    private Pictures() {}
}
