package dev.parley.multitalk.internal.dit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SpeakerRopeTest {
    private static final Torch TORCH = Torch.open("cpu");
    private static final DitKernels KERNELS = TORCH.kernels(DitKernels.class);

    @AfterAll
    static void close() {
        TORCH.close();
    }

    @Test
    void peopleStandAtBothEndsAndTheBackgroundBetweenThem() {
        float[] map = {
            0, 2, 1, 0, // person 1
            1, 0, 1, 5, // person 2
            3, 1, 0, 0, // background
        };
        assertThat(positions(map)).containsExactly(12, 4, 2, 24);
    }

    @Test
    void theVoicesAreInTheMiddleOfTheirStretches() {
        float[] cosines = TensorScope.reading(
                () -> SpeakerRope.voices(KERNELS, TORCH.manager(), 2, 2, 2).toFloatArray());
        assertThat(cosines[0]).isEqualTo((float) Math.cos(2));
        assertThat(cosines[2]).isEqualTo((float) Math.cos(22));
    }

    @Test
    void aPersonWhoIsNowhereIsNobodysChoice() {
        float[] shares = TensorScope.reading(() -> {
            NDArray q = TORCH.manager().ones(new Shape(1, 5, 8));
            NDArray k = TORCH.manager().ones(new Shape(1, 3, 8));
            float[] masks = {1, 0, 0, 0, 0, 0, 0, 1, 1};
            return KERNELS.speakerMap(q, k, TORCH.manager().create(masks, new Shape(3, 3)), 2)
                    .get(1)
                    .toFloatArray();
        });
        assertThat(shares).containsOnly(0);
    }

    @Test
    void morePeopleStandBeyondTheSecondAtTheSameDistance() {
        float[] map = {
            0, 2, 0, 0, // person 1
            1, 0, 0, 0, // person 2
            0, 1, 4, 0, // person 3
            2, 1, 0, 1, // background
        };
        assertThat(positions(map, 4)).containsExactly(12, 4, 44, 12);
        float[] cosines = TensorScope.reading(
                () -> SpeakerRope.voices(KERNELS, TORCH.manager(), 3, 6, 2).toFloatArray());
        assertThat(cosines[0]).isEqualTo(cosines[2]).isEqualTo((float) Math.cos(2));
        assertThat(cosines[8]).isEqualTo((float) Math.cos(42));
    }

    /** The reference's own two cases, as this kernel had them before it knew of more people. */
    @Test
    void ofTwoPeopleNotABitHasChanged() {
        Random random = new Random(5);
        float[] map = new float[3 * 4096];
        for (int i = 0; i < map.length; i++) {
            map[i] = random.nextFloat() * random.nextFloat();
        }
        float[] expected = TensorScope.reading(() -> {
            NDArray all = TORCH.manager().create(map, new Shape(3, 4096));
            NDArray low = all.min(new int[] {1}, true);
            NDArray position = all.sub(low)
                    .div(all.max(new int[] {1}, true).sub(low).add(1e-8f))
                    .mul(4);
            NDArray speaker = all.argMax(0);
            NDArray neither = NDArrays.where(
                    speaker.eq(1),
                    position.get(1).add(20),
                    all.get(0).zerosLike().add(12));
            return NDArrays.where(speaker.eq(0), position.get(0).add(0), neither)
                    .toFloatArray();
        });
        assertThat(positions(map, 3)).isEqualTo(expected);
    }

    private static float[] positions(float[] map) {
        return positions(map, 3);
    }

    private static float[] positions(float[] map, int classes) {
        return TensorScope.reading(() -> KERNELS.speakerPositions(
                        TORCH.manager().create(map, new Shape(classes, map.length / classes)),
                        SpeakerRope.SPAN,
                        SpeakerRope.SPACING,
                        SpeakerRope.BACKGROUND)
                .toFloatArray());
    }
}
