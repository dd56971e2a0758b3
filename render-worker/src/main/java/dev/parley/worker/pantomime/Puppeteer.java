package dev.parley.worker.pantomime;

/** Draws one person into the frames of a video. */
interface Puppeteer {
    /**
     * @param at the frame of the video
     * @param pairs the frame before, see {@link Pairs}, which whoever blends with it turns into this frame
     * @param frame bytes of the still picture, over which the person is drawn
     */
    void draw(int at, long[] pairs, byte[] frame);
}
