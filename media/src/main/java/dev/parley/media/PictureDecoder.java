package dev.parley.media;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_TIFF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_PAL8;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INT;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import dev.parley.media.MediaException.Problem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * A decoded picture file. The whole file goes to the decoder as one packet: there is no demuxer that could look for
 * other files.
 */
final class PictureDecoder implements AutoCloseable {
    private final Scope scope;
    private final AVFrame frame;
    private final Orientation orientation;
    private final String format;

    private PictureDecoder(Scope scope, AVFrame frame, String format) {
        this.scope = scope;
        this.frame = frame;
        this.format = format;
        this.orientation = Orientation.of(frame);
    }

    static PictureDecoder open(Path path, Limits limits) throws MediaException {
        Scope scope = new Scope();
        try {
            AVPacket packet = scope.packet();
            PictureHeader header = load(path, limits, packet);
            String format = avcodec_get_name(header.codec()).getString();
            AVFrame frame = decode(scope, packet, header, format, limits);
            return new PictureDecoder(scope, frame, format);
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    private static PictureHeader load(Path path, Limits limits, AVPacket packet) throws MediaException {
        // A packet's size is an int.
        try (LocalFile file = LocalFile.open(path, Math.min(limits.maxBytes(), Integer.MAX_VALUE / 2))) {
            int bytes = (int) file.bytes();
            Ffmpeg.require(av_new_packet(packet, bytes), "Cannot hold a picture file of %d bytes".formatted(bytes));
            ByteBuffer content = new BytePointer(packet.data()).capacity(bytes).asByteBuffer();
            file.readInto(content);
            PictureHeader header = PictureHeader.of(content.rewind());
            header.requireWithin(limits);
            return header;
        }
    }

    private static AVFrame decode(Scope scope, AVPacket packet, PictureHeader header, String format, Limits limits)
            throws MediaException {
        AVCodec codec = avcodec_find_decoder(header.codec());
        AVCodecContext decoder = scope.codec(codec)
                .thread_count(1)
                // The header was checked, but the decoder may find another size further on.
                .max_pixels(limits.maxPixels())
                .err_recognition(strictness(header.codec()));
        Ffmpeg.require(avcodec_open2(decoder, codec, scope.dictionary(Map.of())), "Cannot open the decoder " + format);
        AVFrame frame = scope.frame();
        int code = avcodec_send_packet(decoder, packet);
        if (code >= 0) {
            code = avcodec_send_packet(decoder, null);
        }
        if (code >= 0) {
            code = avcodec_receive_frame(decoder, frame);
        }
        if (code < 0) {
            throw new MediaException(
                    Problem.UNREADABLE, "The %s picture cannot be decoded: %s".formatted(format, Ffmpeg.words(code)));
        }
        if ((frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
            throw new MediaException(Problem.UNREADABLE, "The %s picture is damaged".formatted(format));
        }
        PictureHeader.requireWithin(frame.width(), frame.height(), limits);
        return frame;
    }

    private static int strictness(int codec) {
        // To the TIFF decoder every tag it does not know is an error; it has no more than that to be strict about.
        return codec == AV_CODEC_ID_TIFF ? AV_EF_CRCCHECK : AV_EF_CRCCHECK | AV_EF_EXPLODE;
    }

    /** The size as it is to be seen, turned upright. */
    PictureInfo info() {
        boolean turned = orientation.swapsSides();
        return new PictureInfo(
                turned ? frame.height() : frame.width(), turned ? frame.width() : frame.height(), format);
    }

    Picture picture() {
        boolean alpha = frame.format() == AV_PIX_FMT_PAL8
                || (av_pix_fmt_desc_get(frame.format()).flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
        try (Scope local = new Scope()) {
            AVFrame rgb = alpha
                    ? RgbFrame.allocateWithAlpha(local, frame.width(), frame.height())
                    : RgbFrame.allocate(local, frame.width(), frame.height());
            // The numbers are wanted as they are in the file: no profile of a camera is applied to them.
            frame.color_primaries(AVCOL_PRI_UNSPECIFIED).color_trc(AVCOL_TRC_UNSPECIFIED);
            int flags = SWS_BILINEAR | SWS_FULL_CHR_H_INT | SWS_ACCURATE_RND | SWS_BITEXACT;
            Ffmpeg.require(sws_scale_frame(local.scaler(flags), rgb, frame), "Cannot convert the picture to RGB");
            return orientation.upright(alpha ? overBlack(rgb) : RgbFrame.copy(rgb));
        }
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
