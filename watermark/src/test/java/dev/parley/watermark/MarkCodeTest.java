package dev.parley.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkCodeTest {
    @Test
    void twoBytesMayBeWrong() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            long payload = random.nextLong();
            int[] symbols = MarkCode.encode(payload);
            assertThat(MarkCode.decode(symbols)).hasValue(payload);
            symbols[random.nextInt(12)] ^= 1 + random.nextInt(255);
            symbols[random.nextInt(12)] ^= 1 + random.nextInt(255);
            assertThat(MarkCode.decode(symbols)).hasValue(payload);
        }
    }

    /** Marks that look alike would be taken for each other. */
    @Test
    void twoMarksDifferInFiveBytesAtLeast() {
        MarkLayout layout = new MarkLayout(MarkKey.PUBLIC);
        int[] one = layout.signs(1);
        int[] other = layout.signs(2);
        int different = 0;
        for (int i = 0; i < one.length; i++) {
            different += one[i] == other[i] ? 0 : 1;
        }
        assertThat(different).isGreaterThan(5 * 64 - 1);
        assertThat(Arrays.stream(one).allMatch(sign -> Math.abs(sign) == 1)).isTrue();
    }

    @Test
    void everyPlaceIsUsedOnce() {
        MarkLayout layout = new MarkLayout(MarkKey.PUBLIC);
        int[] used = new int[MarkLayout.PLACES];
        for (int bin : layout.syncBins) {
            used[2 * bin]++;
            used[2 * bin + 1]++;
        }
        for (int[] places : layout.symbolPlaces) {
            for (int place : places) {
                used[place]++;
            }
        }
        assertThat(used).containsOnly(1);
        assertThat(Arrays.stream(layout.bin).distinct()).hasSize(MarkLayout.PLACES / 2);
    }
}
