package dev.parley.media;

import static org.bytedeco.ffmpeg.avcodec.AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import dev.parley.media.MediaException.Problem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Reads AVIF and HEIC: pictures in the containers of films, which FFmpeg opens as such. A phone's is cut into tiles, each
 * a picture of its own. What a file holds besides (transparency, depth, thumbnails) is left alone.
 */
final class HeifFile implements AutoCloseable {
    private static final Set<String> BRANDS =
            Set.of("avif", "avis", "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
    private static final int MOST_BRANDS = 16;
    /** Some two hundred tiles make a phone's largest picture. */
    private static final int MAX_STREAMS = 1_000;

    private final Container container;
    private final Limits limits;
    private final TileGrid grid;

    private HeifFile(Container container, Limits limits) throws MediaException {
        this.container = container;
        this.limits = limits;
        this.grid = TileGrid.of(container);
        CodedPicture.requireWithin(grid.width(), grid.height(), limits);
        if (codec() != AV_CODEC_ID_AV1 && codec() != AV_CODEC_ID_HEVC) {
            throw unsupported();
        }
    }

    /** @param file at least its first bytes */
    static boolean isOne(ByteBuffer file) {
        if (file.limit() < 16 || !CodedPicture.ascii(file, 4, 4).equals("ftyp")) {
            return false;
        }
        int end = Math.min(file.limit(), Math.min(file.getInt(0), 8 + 4 * MOST_BRANDS));
        for (int at = 8; at + 4 <= end; at += 4) {
            if (BRANDS.contains(CodedPicture.ascii(file, at, 4))) {
                return true;
            }
        }
        return false;
    }

    static HeifFile open(Path path, Limits limits) throws MediaException {
        Container container = Container.open(path, limits.maxBytes(), MAX_STREAMS);
        try {
            if (container.best(AVMEDIA_TYPE_VIDEO) < 0) {
                throw unsupported();
            }
            return new HeifFile(container, limits);
        } catch (Throwable e) {
            container.close();
            throw e;
        }
    }

    private static MediaException unsupported() {
        return ForeignFormat.unsupported("an unusual kind of HEIF picture", "save it as JPEG or PNG");
    }

    int codec() {
        return grid.codec();
    }

    Orientation orientation() {
        return grid.orientation();
    }

    /** @return the picture as RGB, not turned; lives as long as the scope */
    AVFrame decode(Scope scope) throws MediaException {
        // Of the tiles one at a time is decoded; there may be only one.
        long pixels = (long) grid.width() * grid.height();
        scope.own(DecodingRoom.take(2 * CodedPicture.BYTES_OF_PIXEL * pixels), DecodingRoom::close);
        AVFrame canvas = RgbFrame.allocate(scope, grid.width(), grid.height());
        TileGrid.Tiles missing = grid.tiles();
        try (Scope local = new Scope()) {
            AVPacket packet = local.packet();
            while (!missing.isEmpty() && container.read(packet)) {
                for (TileGrid.Tile tile : missing.take(packet.stream_index())) {
                    paint(canvas, packet, tile);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new MediaException(Problem.UNREADABLE, "The picture is damaged: a part of it is missing");
        }
        return canvas;
    }

    private void paint(AVFrame canvas, AVPacket packet, TileGrid.Tile tile) throws MediaException {
        AVCodecParameters parameters = container.stream(packet.stream_index()).codecpar();
        try (Scope local = new Scope()) {
            AVCodec codec = decoder(parameters.codec_id());
            AVFrame frame = StillDecoder.decode(local, codec, packet, limits, decoder -> {
                Ffmpeg.require(avcodec_parameters_to_context(decoder, parameters), "Cannot set up a decoder");
                requireSmall(local, decoder, packet);
            });
            RgbFrame.blit(RgbFrame.opaque(local, frame), canvas, tile.x(), tile.y());
        }
    }

    // FFmpeg's own AV1 decoder works with a GPU only.
    private static AVCodec decoder(int id) {
        return id == AV_CODEC_ID_AV1 ? avcodec_find_decoder_by_name("libaom-av1") : avcodec_find_decoder(id);
    }

    /** AV1's decoder allocates before it asks, and by what the bitstream says, not the container. */
    private void requireSmall(Scope scope, AVCodecContext decoder, AVPacket packet) throws MediaException {
        if (decoder.codec_id() != AV_CODEC_ID_AV1) {
            return;
        }
        AVCodecParserContext parser = scope.own(av_parser_init(AV_CODEC_ID_AV1), avcodec::av_parser_close);
        parser.flags(parser.flags() | PARSER_FLAG_COMPLETE_FRAMES);
        try (PointerPointer<BytePointer> out = new PointerPointer<>(1);
                IntPointer size = new IntPointer(1)) {
            av_parser_parse2(
                    parser, decoder, out, size, packet.data(), packet.size(), AV_NOPTS_VALUE, AV_NOPTS_VALUE, 0);
        }
        if ((long) parser.width() * parser.height() > limits.maxPixels() || parser.width() < 1) {
            throw new MediaException(
                    Problem.UNREADABLE,
                    "The picture is of %dx%d pixels to its container and %dx%d inside"
                            .formatted(grid.width(), grid.height(), parser.width(), parser.height()));
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
