package dev.parley.quality;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How much a video changes from frame to frame, where one window ends and the next begins and elsewhere: mean absolute
 * difference of all values, of 255.
 *
 * @param atBorders in their order
 */
record Jumps(double[] atBorders, double[] elsewhere) {
    static Jumps of(Video video) {
        List<Integer> borders = video.borders();
        return new Jumps(
                borders.stream().mapToDouble(frame -> jump(video, frame)).toArray(),
                IntStream.range(1, video.frames().size())
                        .filter(frame -> !borders.contains(frame))
                        .mapToDouble(frame -> jump(video, frame))
                        .toArray());
    }

    private static double jump(Video video, int frame) {
        byte[] before = video.frames().get(frame - 1);
        byte[] after = video.frames().get(frame);
        long sum = 0;
        for (int i = 0; i < after.length; i++) {
            sum += Math.abs((after[i] & 0xff) - (before[i] & 0xff));
        }
        return (double) sum / after.length;
    }
}
