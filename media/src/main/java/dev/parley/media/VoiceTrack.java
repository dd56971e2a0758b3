package dev.parley.media;

/** One recording on the video's time line: silence, then its samples, then silence. */
final class VoiceTrack implements AutoCloseable {
    private static final float[] NOTHING = {};

    private final SoundDecoder source;
    private final Resampler resampler;
    private final int channels;
    private final long start;
    private final long end;
    private float[] waiting = NOTHING;
    private int taken;
    /** Samples before the part that is heard. */
    private long unheard;

    private boolean ended;

    /**
     * @param source stays the caller's to close
     * @param channels of the mix; a mono recording is heard on all of them
     * @param seconds after which the recording is cut
     * @param fromSeconds where in the recording it begins
     */
    VoiceTrack(SoundDecoder source, int rate, int channels, double startSeconds, double seconds, double fromSeconds) {
        this.source = source;
        this.channels = channels;
        this.resampler = rate == source.rate() ? null : new Resampler(source.channels(), source.rate(), rate);
        this.unheard = Math.round(fromSeconds * rate);
        this.start = Math.round(startSeconds * rate);
        this.end = Math.round((startSeconds + seconds) * rate);
    }

    /** Adds what is heard from sample {@code position} on to the block. Positions follow each other. */
    void addTo(float[] block, int count, long position) throws MediaException {
        long from = Math.max(position, start);
        long to = Math.min(position + count, end);
        while (from < to && unheard > 0 && more()) {
            int samples = (int) Math.min(unheard, (waiting.length - taken) / source.channels());
            taken += samples * source.channels();
            unheard -= samples;
        }
        for (long at = from; at < to && more(); ) {
            int samples = (int) Math.min(to - at, (waiting.length - taken) / source.channels());
            add(samples, block, (int) (at - position));
            at += samples;
        }
    }

    private boolean more() throws MediaException {
        while (taken == waiting.length && !ended) {
            float[] next = source.next();
            ended = next == null;
            waiting = resampled(next);
            taken = 0;
        }
        return taken < waiting.length;
    }

    private float[] resampled(float[] block) {
        if (resampler == null) {
            return block == null ? NOTHING : block;
        }
        return block == null ? resampler.drain() : resampler.convert(block);
    }

    private void add(int samples, float[] block, int offset) {
        int own = source.channels();
        for (int i = 0; i < samples; i++) {
            for (int channel = 0; channel < channels; channel++) {
                block[(offset + i) * channels + channel] += waiting[taken + (own == 1 ? 0 : channel)];
            }
            taken += own;
        }
    }

    @Override
    public void close() {
        if (resampler != null) {
            resampler.close();
        }
    }
}
