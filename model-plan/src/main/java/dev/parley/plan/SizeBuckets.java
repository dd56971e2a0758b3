package dev.parley.plan;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sizes of video a model was trained on, by the ratio height / width they are meant for.
 * The reference: {@code wan/utils/multitalk_utils.py}, {@code ASPECT_RATIO_627} and {@code ASPECT_RATIO_960}.
 */
public final class SizeBuckets {
    private static final Map<String, SizeBuckets> BUILT_IN = builtIn();

    /** What requests call the tables that are built in. */
    public static final List<String> NAMES = List.copyOf(BUILT_IN.keySet());

    /** The table of the 480p model. */
    public static final SizeBuckets MULTITALK_480 = named("multitalk-480");

    /** The table for 720p video; the weights are those of the 480p model. */
    public static final SizeBuckets MULTITALK_720 = named("multitalk-720");

    private final Map<Double, Size> byRatio;

    private SizeBuckets(Map<Double, Size> byRatio) {
        this.byRatio = byRatio;
    }

    /**
     * The table that is built in under a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SizeBuckets named(String name) {
        SizeBuckets buckets = BUILT_IN.get(name);
        if (buckets == null) {
            throw new IllegalArgumentException("Sizes are one of %s, not %s".formatted(BUILT_IN.keySet(), name));
        }
        return buckets;
    }

    /** A table of one size: that of a video which is already decided upon. Sides divisible by 16. */
    public static SizeBuckets just(Size size) {
        return new SizeBuckets(Map.of((double) size.height() / size.width(), checked("of one", size)));
    }

    /**
     * A table of other sizes.
     *
     * @param byRatio sizes by the ratio height / width; the order decides between equally near ratios
     * @throws IllegalArgumentException if it is empty or a side is not divisible by 16
     */
    public static SizeBuckets of(Map<Double, Size> byRatio) {
        if (byRatio.isEmpty()) {
            throw new IllegalArgumentException("A table of size buckets has at least one row");
        }
        byRatio.forEach((ratio, size) -> checked(ratio.toString(), size));
        return new SizeBuckets(new LinkedHashMap<>(byRatio));
    }

    /**
     * A table from JSON.
     *
     * @param table {@code {"ratio": [height, width], ...}}; the order decides between equally near ratios
     * @throws IllegalArgumentException if it is empty or a row is no ratio and size, sides divisible by 16
     */
    public static SizeBuckets of(JsonObject table) {
        Map<Double, Size> byRatio = new LinkedHashMap<>();
        table.entrySet().forEach(row -> {
            byRatio.put(ratio(row.getKey()), size(row.getKey(), row.getValue()));
        });
        return of(byRatio);
    }

    /** The bucket whose ratio is nearest to the source's; the first of equally near ones. */
    public Size choose(Size source) {
        double ratio = (double) source.height() / source.width();
        Size best = null;
        double nearest = Double.POSITIVE_INFINITY;
        for (Map.Entry<Double, Size> row : byRatio.entrySet()) {
            double distance = Math.abs(row.getKey() - ratio);
            if (distance < nearest) {
                nearest = distance;
                best = row.getValue();
            }
        }
        return best;
    }

    private static Size checked(String bucket, Size size) {
        if (size.height() % ModelGrid.PIXELS_PER_TOKEN != 0 || size.width() % ModelGrid.PIXELS_PER_TOKEN != 0) {
            throw new IllegalArgumentException(
                    "Size bucket %s is %s; both sides must be divisible by 16".formatted(bucket, size));
        }
        return size;
    }

    private static double ratio(String name) {
        try {
            return Double.parseDouble(name);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("A size bucket is named by its ratio, not '%s'".formatted(name), e);
        }
    }

    private static Size size(String ratio, JsonElement value) {
        if (!value.isJsonArray() || value.getAsJsonArray().size() != 2) {
            throw new IllegalArgumentException(
                    "size_buckets_h_w.%s is [height, width], found %s".formatted(ratio, value));
        }
        return new Size(side(ratio, value, 0), side(ratio, value, 1));
    }

    private static int side(String ratio, JsonElement size, int index) {
        double side = JsonValues.number(
                "size_buckets_h_w." + ratio, size.getAsJsonArray().get(index));
        if (side != (int) side) {
            throw new IllegalArgumentException(
                    "size_buckets_h_w.%s is [height, width], found %s".formatted(ratio, size));
        }
        return (int) side;
    }

    private static Map<String, SizeBuckets> builtIn() {
        try (InputStream in = SizeBuckets.class.getResourceAsStream("size-buckets.json")) {
            JsonObject tables = JsonValues.object(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, SizeBuckets> byName = new LinkedHashMap<>();
            tables.keySet().forEach(name -> byName.put(name, of(tables.getAsJsonObject(name))));
            return byName;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read size-buckets.json", e);
        }
    }
}
