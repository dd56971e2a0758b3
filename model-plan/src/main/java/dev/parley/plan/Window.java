package dev.parley.plan;

/**
 * One pass of the sampler over some frames of the video.
 *
 * @param index from 0
 * @param start first frame of the video that the window covers; later windows begin with frames taken over
 * @param motionFrames how many frames it takes over from the window before, 0 in the first
 * @param pixelFrames how many frames the sampler makes of it, 4n+1, those taken over included
 * @param newFrames how many frames it adds to the video; the rest, if any, is beyond the video's end
 * @param last whether it is the last one
 */
public record Window(int index, int start, int motionFrames, int pixelFrames, int newFrames, boolean last) {
    /** The first frame of the video that the window adds. */
    public int firstNewFrame() {
        return start + motionFrames;
    }

    Window withPixelFrames(int other) {
        return new Window(index, start, motionFrames, other, newFrames, last);
    }
}
