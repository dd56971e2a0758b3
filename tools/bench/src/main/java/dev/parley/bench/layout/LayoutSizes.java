package dev.parley.bench.layout;

/**
 * The sizes of all networks of a download.
 *
 * @param dit the video model, MultiTalk's audio layers included
 * @param text umT5's encoder
 * @param clip both towers of CLIP
 * @param speech wav2vec2
 */
record LayoutSizes(DitSizes dit, TextSizes text, ClipSizes clip, VaeSizes vae, SpeechSizes speech) {
    private static final int LAYERS = 40;
    private static final int DIT_HEADS = 40;
    private static final int TEXT_HEADS = 64;
    private static final int TEXT_HEAD = 64;
    private static final int CLIP_HEADS = 16;
    private static final int CLIP_HEAD = 80;
    private static final int VAE_BLOCKS = 6;
    private static final int BLOCK = 16;
    private static final int SPEECH_HEADS = 12;
    private static final int SPEECH_BLOCKS = 16;
    private static final int SPEECH_BLOCK = 48;

    /** Every tokenizer that may lie beside the weights has fewer pieces than this. */
    private static final int SMALLEST_VOCABULARY = 1024;

    /**
     * The published sizes, or the same networks with narrower layers.
     *
     * @param divisor of all widths, which are rounded to what the networks can be: at least one attention head, and blocks
     *     of 16 channels. 1 is the published size, 64 has every layer in some 250 MB
     * @param layers blocks of the video model; 40 in the published one
     */
    static LayoutSizes scaled(int divisor, int layers) {
        if (divisor < 1 || layers < 1) {
            throw new IllegalArgumentException("scale 1/%d, layers %d: both are at least 1".formatted(divisor, layers));
        }
        long width = DitSizes.HEAD * part(DIT_HEADS, divisor);
        long textWidth = TEXT_HEAD * part(TEXT_HEADS, divisor);
        long clipWidth = CLIP_HEAD * part(CLIP_HEADS, divisor);
        long speechWidth = SPEECH_BLOCK * part(SPEECH_BLOCKS, divisor);
        DitSizes.Inputs inputs =
                new DitSizes.Inputs(textWidth, clipWidth, speechWidth, BLOCK * part(512 / BLOCK, divisor));
        return new LayoutSizes(
                new DitSizes(width, DitSizes.hidden(width), DitSizes.heads(width), layers, inputs),
                new TextSizes(
                        Math.max(SMALLEST_VOCABULARY, 256384 / divisor),
                        textWidth,
                        textWidth * 5 / 2,
                        textWidth / TEXT_HEAD,
                        24),
                new ClipSizes(
                        clipWidth,
                        32,
                        BLOCK * part(1024 / BLOCK, divisor),
                        24,
                        Math.max(SMALLEST_VOCABULARY, 250002 / divisor),
                        BLOCK * part(1024 / BLOCK, divisor)),
                new VaeSizes(BLOCK * part(VAE_BLOCKS, divisor)),
                new SpeechSizes(speechWidth, BLOCK * part(512 / BLOCK, divisor), SPEECH_HEADS));
    }

    static LayoutSizes published() {
        return scaled(1, LAYERS);
    }

    private static long part(int whole, int divisor) {
        return Math.max(1, Math.round((double) whole / divisor));
    }

    boolean isPublished() {
        return equals(published());
    }
}
