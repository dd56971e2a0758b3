package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * The sound of a video as it is written: exactly as long as the picture, never far ahead of it. Encoding it takes nearly
 * all of the time that stitching takes, so all processors share in it. How many there are does not change the result.
 */
final class SoundTrack implements AutoCloseable {
    private static final int STRETCH = 512 * AacEncoder.PACKET_SAMPLES;
    static final int LEAD_IN = 16 * AacEncoder.PACKET_SAMPLES;
    static final int LEAD_OUT = 2 * AacEncoder.PACKET_SAMPLES;

    /** More would only hold more of the recording in memory. */
    private static final int MOST_THREADS = 4;

    private final Scope scope = new Scope();
    private final Mp4Writer writer;
    private final SoundMix mix;
    private final AVStream stream;
    private final AVRational sampleTime;
    private final AVPacket packet;
    private final long samples;
    private final int threads;
    private final ExecutorService executor;
    private final Deque<CompletableFuture<List<AacEncoder.Packet>>> inWork = new ArrayDeque<>();
    private AacEncoder.Stretch planned;
    private long read;
    private long written;

    /** @param frames of the whole video */
    SoundTrack(Mp4Writer writer, List<Stitcher.Voice> voices, int frames) throws MediaException {
        this.writer = writer;
        try {
            mix = scope.own(SoundMix.open(voices), SoundMix::close);
            samples = samplesUntil(frames);
            stream = writer.addStream();
            AacEncoder.describe(mix.rate(), mix.channels(), stream);
            sampleTime = av_make_q(1, mix.rate());
            packet = scope.packet();
            int stretches = (int) ((samples + STRETCH - 1) / STRETCH);
            threads = Math.min(Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS), stretches);
            executor =
                    scope.own(Executors.newFixedThreadPool(threads, SoundTrack::thread), ExecutorService::shutdownNow);
        } catch (Throwable e) {
            scope.close();
            throw e;
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sound-encoder");
        thread.setDaemon(true);
        return thread;
    }

    private long samplesUntil(int frame) {
        return (long) frame * mix.rate() / H264.FRAMES_PER_SECOND;
    }

    /** Writes at least the sound that is heard before {@code frame}. */
    void writeUntil(int frame) throws MediaException {
        while (written < samplesUntil(frame)) {
            while (inWork.size() <= threads && (planned == null || !planned.last())) {
                planned = next();
                AacEncoder.Stretch stretch = planned;
                inWork.add(CompletableFuture.supplyAsync(() -> AacEncoder.encode(stretch), executor));
            }
            write(result(inWork.remove()));
            written += STRETCH;
        }
    }

    /** The next stretch. What it shares with the one before is copied from there. */
    private AacEncoder.Stretch next() throws MediaException {
        long begin = planned == null ? 0 : planned.end();
        long end = Math.min(begin + STRETCH, samples);
        long first = Math.max(0, begin - LEAD_IN);
        long until = Math.min(end + LEAD_OUT, samples);
        int channels = mix.channels();
        float[] sound = new float[(int) (until - first) * channels];
        int shared = (int) (read - first) * channels;
        if (shared > 0) {
            System.arraycopy(planned.samples(), (int) (first - planned.first()) * channels, sound, 0, shared);
        }
        float[] fresh = new float[sound.length - shared];
        mix.read(fresh, fresh.length / channels, read);
        System.arraycopy(fresh, 0, sound, shared, fresh.length);
        read = until;
        return new AacEncoder.Stretch(sound, mix.rate(), channels, first, begin, end, end == samples);
    }

    private static List<AacEncoder.Packet> result(CompletableFuture<List<AacEncoder.Packet>> work) {
        try {
            return work.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The sound cannot be encoded", e.getCause());
        }
    }

    private void write(List<AacEncoder.Packet> packets) {
        for (AacEncoder.Packet made : packets) {
            made.write(packet, stream, sampleTime, writer);
        }
    }

    @Override
    public void close() {
        // Who still encodes holds nothing of ours but arrays.
        scope.close();
    }
}
