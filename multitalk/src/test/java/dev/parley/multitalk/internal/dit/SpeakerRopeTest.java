package dev.parley.multitalk.internal.dit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.internal.torch.TensorScope;
import dev.parley.multitalk.internal.torch.Torch;
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
                () -> SpeakerRope.voices(KERNELS, TORCH.manager(), 2, 2).toFloatArray());
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

    private static float[] positions(float[] map) {
        return TensorScope.reading(() -> KERNELS.speakerPositions(
                        TORCH.manager().create(map, new Shape(3, map.length / 3)),
                        SpeakerRope.SPAN,
                        SpeakerRope.FIRST,
                        SpeakerRope.SECOND,
                        SpeakerRope.BACKGROUND)
                .toFloatArray());
    }
}
