package dev.parley.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBLP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import dev.parley.media.MediaException.Problem;
import dev.parley.media.SoundInfo.Remark;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The sound of a file, block by block, from its beginning to its last sample: interleaved floats, 1.0 is full scale. Rate
 * and channels are those the recording begins with. What the time stamps leave out is silence.
 */
final class SoundDecoder implements AutoCloseable {
    private static final Set<Integer> FLOATS =
            Set.of(AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP, AV_SAMPLE_FMT_DBL, AV_SAMPLE_FMT_DBLP);

    private final Scope scope;
    private final SoundFrames frames;
    private final TimeLine time = new TimeLine();
    private final List<Remark> remarks = new ArrayList<>();
    private final Deque<float[]> ready = new ArrayDeque<>();
    private final int rate;
    private final int channels;
    private final boolean floats;
    private final String beginning;
    private SoundPiece piece;
    private float gain = 1;
    private boolean frameWaits = true;
    private boolean ended;
    private long silence;
    private long position;

    private SoundDecoder(Scope scope, SoundFrames frames, int maxChannels) throws MediaException {
        this.scope = scope;
        this.frames = frames;
        if (!frames.next()) {
            throw new MediaException(Problem.UNREADABLE, "The %s track contains no sound".formatted(frames.codec()));
        }
        rate = frames.frame().sample_rate();
        channels = Math.min(frames.frame().ch_layout().nb_channels(), maxChannels);
        floats = FLOATS.contains(frames.frame().format());
        piece = new SoundPiece(frames.frame(), rate, channels);
        beginning = piece.description();
    }

    /**
     * Opens the track that a player would choose, or if that is none of ours or holds nothing, the next best.
     *
     * @param maxChannels a recording with more is mixed down to so many
     */
    static SoundDecoder open(Path file, long maxBytes, int maxChannels) throws MediaException {
        MediaException fault = null;
        for (int choice = 0, choices = 1; choice < choices; choice++) {
            Scope scope = new Scope();
            try {
                Container container = scope.own(Container.open(file, maxBytes), Container::close);
                container.lookInside();
                List<Integer> tracks = SoundTracks.bestFirst(container);
                choices = tracks.size();
                int track = tracks.get(choice);
                SoundDecoder decoder = new SoundDecoder(scope, new SoundFrames(scope, container, track), maxChannels);
                SoundTracks.passedOver(container, track).ifPresent(decoder.remarks::add);
                return decoder;
            } catch (MediaException e) {
                scope.close();
                fault = fault == null ? e : fault;
            } catch (Throwable e) {
                scope.close();
                throw e;
            }
        }
        throw fault;
    }

    /** As {@link #open}; a recording that goes beyond full scale is made quieter as a whole, so that it does not. */
    static SoundDecoder openWithinScale(Path file, long maxBytes, int maxChannels) throws MediaException {
        double peak = 0;
        try (SoundDecoder whole = open(file, maxBytes, Integer.MAX_VALUE)) {
            for (float[] block = whole.floats ? whole.nextSound() : null; block != null; block = whole.nextSound()) {
                peak = Math.max(peak, FullScale.peak(block));
            }
        }
        float gain = FullScale.gain(peak);
        SoundDecoder decoder = open(file, maxBytes, maxChannels);
        decoder.gain = gain;
        return decoder;
    }

    int rate() {
        return rate;
    }

    int channels() {
        return channels;
    }

    /** FFmpeg's name of the codec, as {@code pcm_s16le}. */
    String codec() {
        return frames.codec();
    }

    /** What came up so far that the recording's owner may want to know. */
    List<Remark> remarks() {
        return Stream.concat(remarks.stream(), time.remarks().stream()).toList();
    }

    /**
     * The next samples, or null when there are no more.
     *
     * @throws MediaException also when a sample is not a number ({@link Problem#NOT_FINITE})
     */
    float[] next() throws MediaException {
        while (ready.isEmpty() && silence == 0 && !ended) {
            decode();
        }
        if (ready.isEmpty() && silence > 0) {
            int length = (int) Math.min(silence, rate);
            silence -= length;
            position += length;
            return new float[length * channels];
        }
        return sound();
    }

    /** As {@link #next}, without the silence that only time stamps tell of: there may be no end of it. */
    private float[] nextSound() throws MediaException {
        while (ready.isEmpty() && !ended) {
            silence = 0;
            decode();
        }
        return sound();
    }

    private float[] sound() throws MediaException {
        if (ready.isEmpty()) {
            return null;
        }
        float[] block = ready.remove();
        for (int i = 0; i < block.length; i++) {
            requireFinite(block[i], i / channels);
            block[i] *= gain;
        }
        position += block.length / channels;
        return block;
    }

    private void requireFinite(float sample, int offset) throws MediaException {
        if (!Float.isFinite(sample)) {
            throw new MediaException(
                    Problem.NOT_FINITE,
                    "The sample at %.3f s is %s, expected a number"
                            .formatted((double) (position + offset) / rate, sample));
        }
    }

    private void decode() throws MediaException {
        if (!frameWaits && !frames.next()) {
            ended = true;
            endPiece();
            return;
        }
        AVFrame frame = frames.frame();
        double gap = time.silenceBefore(frames.time());
        frameWaits = gap > 0;
        if (frameWaits) {
            endPiece();
            silence = Math.round(gap * rate);
            time.addSilence(gap);
            return;
        }
        if (piece != null && !piece.continuesWith(frame)) {
            endPiece();
        }
        if (piece == null) {
            begin(new SoundPiece(frame, rate, channels));
        }
        ready.add(piece.convert(frame));
        time.addSound((double) frame.nb_samples() / frame.sample_rate());
    }

    private void begin(SoundPiece next) {
        piece = next;
        if (!next.description().equals(beginning)
                && remarks.stream().noneMatch(said -> said.kind() == Remark.Kind.FORMAT_CHANGES)) {
            remarks.add(new Remark(
                    Remark.Kind.FORMAT_CHANGES,
                    "The sound changes at %.2f s from %s to %s; all of it is converted to the former"
                            .formatted(time.position(), beginning, next.description()),
                    List.of(time.position())));
        }
    }

    private void endPiece() {
        if (piece != null) {
            ready.add(piece.drain());
            piece.close();
            piece = null;
        }
    }

    @Override
    public void close() {
        if (piece != null) {
            piece.close();
        }
        scope.close();
    }
}
