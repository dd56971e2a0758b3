package dev.parley.kit.admission;

import dev.parley.contracts.RenderRequest.Size;
import java.util.List;

/**
 * The pixel sizes a model knows. A picture gets the bucket whose ratio of height to width is nearest to its own; the
 * first of two equally near ones. The tables here are MultiTalk's own.
 */
final class SizeBuckets {
    private static final int MULTIPLE = 16;

    record Bucket(double ratio, int height, int width) {}

    private static final Bucket[] AT_480 = {
        new Bucket(0.26, 320, 1216), new Bucket(0.38, 384, 1024), new Bucket(0.50, 448, 896),
        new Bucket(0.67, 512, 768), new Bucket(0.82, 576, 704), new Bucket(1.00, 640, 640),
        new Bucket(1.22, 704, 576), new Bucket(1.50, 768, 512), new Bucket(1.86, 832, 448),
        new Bucket(2.00, 896, 448), new Bucket(2.50, 960, 384), new Bucket(2.83, 1088, 384),
        new Bucket(3.60, 1152, 320), new Bucket(3.80, 1216, 320), new Bucket(4.00, 1280, 320)
    };
    private static final Bucket[] AT_720 = {
        new Bucket(0.22, 448, 2048), new Bucket(0.29, 512, 1792), new Bucket(0.36, 576, 1600),
        new Bucket(0.45, 640, 1408), new Bucket(0.55, 704, 1280), new Bucket(0.63, 768, 1216),
        new Bucket(0.76, 832, 1088), new Bucket(0.88, 896, 1024), new Bucket(1.00, 960, 960),
        new Bucket(1.14, 1024, 896), new Bucket(1.31, 1088, 832), new Bucket(1.50, 1152, 768),
        new Bucket(1.58, 1216, 768), new Bucket(1.82, 1280, 704), new Bucket(1.91, 1344, 704),
        new Bucket(2.20, 1408, 640), new Bucket(2.30, 1472, 640), new Bucket(2.67, 1536, 576),
        new Bucket(2.89, 1664, 576), new Bucket(3.62, 1856, 512), new Bucket(3.75, 1920, 512)
    };

    static final SizeBuckets MULTITALK_480 = new SizeBuckets(AT_480);
    static final SizeBuckets MULTITALK_720 = new SizeBuckets(AT_720);

    private final List<Bucket> buckets;

    private SizeBuckets(Bucket... buckets) {
        this(List.of(buckets));
    }

    /** A table of another model; the order decides between equally near ratios. */
    SizeBuckets(List<Bucket> buckets) {
        if (buckets.isEmpty()) {
            throw new IllegalArgumentException("A table of size buckets has at least one row");
        }
        for (Bucket bucket : buckets) {
            if (bucket.height < 1
                    || bucket.height % MULTIPLE != 0
                    || bucket.width < 1
                    || bucket.width % MULTIPLE != 0) {
                throw new IllegalArgumentException("Sides of a size bucket are multiples of %d, found %d x %d"
                        .formatted(MULTIPLE, bucket.width, bucket.height));
            }
        }
        this.buckets = List.copyOf(buckets);
    }

    static SizeBuckets of(Size size) {
        return switch (size) {
            case MULTITALK_480 -> MULTITALK_480;
            case MULTITALK_720 -> MULTITALK_720;
        };
    }

    Bucket nearest(int pictureWidth, int pictureHeight) {
        double ratio = (double) pictureHeight / pictureWidth;
        Bucket nearest = null;
        for (Bucket bucket : buckets) {
            if (nearest == null || Math.abs(bucket.ratio - ratio) < Math.abs(nearest.ratio - ratio)) {
                nearest = bucket;
            }
        }
        return nearest;
    }
}
