package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * A chunk with its sound, as players of HLS and of Media Source Extensions take it (fragmented MP4): it can be played as soon
 * as it is rendered, and goes on where the one before ended. The picture is not encoded again. The sound that belongs to it is
 * cut at packets of AAC, so that those of neighbors are gapless.
 *
 * @param header what a player must know before the first segment; that of any segment fits all of its video
 * @param media the segment itself
 */
public record LiveSegment(byte[] header, byte[] media) {
    private static final Set<String> HEADER = Set.of("ftyp", "moov");
    private static final Set<String> MEDIA = Set.of("moof", "mdat");
    private static final int READ_AT_ONCE = 1 << 16;

    /**
     * @param chunk as {@link ChunkEncoder} wrote it
     * @param firstFrame position of its first frame in the video
     * @param videoFrames of the whole video, where the sound ends
     * @param voices at least one, with their places in the video
     * @param scratch a file beside which the segment is written before it is read; nothing is left there
     * @throws MediaException as {@link Stitcher#stitch} does
     */
    public static LiveSegment of(
            Stitcher.Segment chunk, int firstFrame, int videoFrames, List<Stitcher.Voice> voices, Path scratch)
            throws MediaException {
        int end = Math.addExact(firstFrame, chunk.frames());
        if (firstFrame < 0 || end > videoFrames) {
            throw new IllegalArgumentException(
                    "Frames %d to %d are not in a video of %d".formatted(firstFrame, end, videoFrames));
        }
        try (Mp4Writer writer = new Mp4Writer(scratch);
                SoundMix mix = SoundMix.open(voices);
                SegmentChain picture = new SegmentChain(writer, List.of(chunk), firstFrame);
                Scope scope = new Scope()) {
            AVStream sound = writer.addStream();
            AacEncoder.describe(mix.rate(), mix.channels(), sound);
            writer.start(ChunkEncoder.FRAGMENT, Map.of());
            AVRational sampleTime = av_make_q(1, mix.rate());
            AVPacket packet = scope.packet();
            for (AacEncoder.Packet made : packets(mix, firstFrame, end, videoFrames)) {
                made.write(packet, sound, sampleTime, writer);
            }
            while (picture.writeNext()) {}
            return of(Files.readAllBytes(writer.complete()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what was written beside " + scratch, e);
        }
    }

    /** A packet belongs to the segment in which it begins; what would lie before the video is left out. */
    private static List<AacEncoder.Packet> packets(SoundMix mix, int firstFrame, int endFrame, int videoFrames)
            throws MediaException {
        long samples = samples(mix, videoFrames);
        long begin = wholePackets(samples(mix, firstFrame));
        long end = Math.min(wholePackets(samples(mix, endFrame)), samples);
        long first = Math.max(0, begin - SoundTrack.LEAD_IN);
        long until = Math.min(end + SoundTrack.LEAD_OUT, samples);
        skip(mix, first);
        float[] sound = new float[Math.toIntExact(until - first) * mix.channels()];
        mix.read(sound, (int) (until - first), first);
        boolean last = endFrame == videoFrames;
        return AacEncoder.encode(new AacEncoder.Stretch(sound, mix.rate(), mix.channels(), first, begin, end, last))
                .stream()
                .filter(packet -> packet.time() >= 0)
                .toList();
    }

    private static long samples(SoundMix mix, int frame) {
        return (long) frame * mix.rate() / H264.FRAMES_PER_SECOND;
    }

    private static long wholePackets(long samples) {
        int packet = AacEncoder.PACKET_SAMPLES;
        return (samples + packet - 1) / packet * packet;
    }

    /** A mix is read from its beginning on. */
    private static void skip(SoundMix mix, long samples) throws MediaException {
        float[] unheard = new float[READ_AT_ONCE * mix.channels()];
        for (long at = 0; at < samples; at += READ_AT_ONCE) {
            mix.read(unheard, (int) Math.min(READ_AT_ONCE, samples - at), at);
        }
    }

    private static LiveSegment of(byte[] mp4) {
        return new LiveSegment(boxes(mp4, HEADER), boxes(mp4, MEDIA));
    }

    /** The outermost boxes with these names. */
    private static byte[] boxes(byte[] mp4, Set<String> names) {
        ByteArrayOutputStream found = new ByteArrayOutputStream(mp4.length);
        ByteBuffer in = ByteBuffer.wrap(mp4);
        for (int begin = 0; begin + 8 <= mp4.length; begin += in.getInt(begin)) {
            String name = new String(mp4, begin + 4, 4, StandardCharsets.US_ASCII);
            if (in.getInt(begin) < 8) {
                throw new IllegalStateException("Box '%s' at %d is longer than FFmpeg writes".formatted(name, begin));
            }
            if (names.contains(name)) {
                found.write(mp4, begin, in.getInt(begin));
            }
        }
        return found.toByteArray();
    }
}
