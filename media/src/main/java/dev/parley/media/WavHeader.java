package dev.parley.media;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_F16LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_F24LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S16LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S24LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_S32LE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PCM_U8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/** What a WAV says of its samples that FFmpeg reads but does not pass on. */
final class WavHeader {
    private static final int EXTENSIBLE = 0xfffe;

    /** What FFmpeg makes of integers whose bytes it does not count. */
    private static final Set<Integer> GUESSES = Set.of(
            AV_CODEC_ID_PCM_U8,
            AV_CODEC_ID_PCM_S16LE,
            AV_CODEC_ID_PCM_S24LE,
            AV_CODEC_ID_PCM_S32LE,
            AV_CODEC_ID_PCM_F16LE,
            AV_CODEC_ID_PCM_F24LE);

    /** By the bytes of a sample. One byte holds unsigned numbers and is never wrong. */
    private static final Map<Integer, Integer> INTEGERS =
            Map.of(2, AV_CODEC_ID_PCM_S16LE, 3, AV_CODEC_ID_PCM_S24LE, 4, AV_CODEC_ID_PCM_S32LE);

    private static final int CHUNK_HEADER = 8;
    private static final int MOST_CHUNKS = 100;

    /**
     * Corrects how the samples are stored. FFmpeg goes by how many of their bits count, which says nothing about how many
     * bytes they take where the file gives both: 24 bits in 4 bytes count from the top, as of a 32 bit integer.
     */
    static void correct(Path wav, AVCodecParameters sound) {
        int channels = sound.ch_layout().nb_channels();
        Integer codec = channels == 0 ? null : INTEGERS.get(sound.block_align() / channels);
        if (codec != null && GUESSES.contains(sound.codec_id()) && isExtensible(wav)) {
            sound.codec_id(codec).bits_per_coded_sample(Byte.SIZE * sound.block_align() / channels);
        }
    }

    /**
     * Does the file say how many bits of a sample's bytes count, apart from how many bytes there are? Without that a
     * WAV with 24 bits in 4 bytes is one of an old editor's, with floats of another scale.
     */
    private static boolean isExtensible(Path wav) {
        try (FileChannel file = FileChannel.open(wav)) {
            long at = 12;
            for (int i = 0; i < MOST_CHUNKS; i++) {
                ByteBuffer chunk = ByteBuffer.allocate(CHUNK_HEADER + 2).order(ByteOrder.LITTLE_ENDIAN);
                if (file.read(chunk, at) < chunk.capacity()) {
                    return false;
                }
                if (new String(chunk.array(), 0, 4, US_ASCII).equals("fmt ")) {
                    return Short.toUnsignedInt(chunk.getShort(CHUNK_HEADER)) == EXTENSIBLE;
                }
                long size = Integer.toUnsignedLong(chunk.getInt(4));
                at += CHUNK_HEADER + size + (size & 1);
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WavHeader() {}
}
