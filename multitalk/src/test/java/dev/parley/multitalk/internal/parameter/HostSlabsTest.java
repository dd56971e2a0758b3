package dev.parley.multitalk.internal.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.TorchType;
import dev.parley.multitalk.internal.torch.CoreKernels;
import dev.parley.multitalk.internal.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the CPU, whose memory is not page-locked: where tensors come to lie is the same. */
class HostSlabsTest {
    private static final long SLAB = 4096;

    private final Torch torch = Torch.open("cpu");
    private final List<Long> allocated = new ArrayList<>();
    private final HostSlabs slabs = new HostSlabs(torch.kernels(CoreKernels.class), this::allocate, SLAB);

    @AfterEach
    void close() {
        torch.close();
    }

    private NDArray allocate(long elements, int type) {
        TorchType of = TorchType.ofCode(type);
        allocated.add(elements * of.bytes());
        return torch.manager().zeros(new Shape(elements), of == TorchType.I8 ? DataType.INT8 : DataType.FLOAT32);
    }

    private NDArray tensor(float first, long... shape) {
        return torch.manager()
                .arange(first, first + new Shape(shape).size(), 1, DataType.FLOAT32)
                .reshape(shape);
    }

    @Test
    void tensorsShareMemoryWithoutDisturbingOneAnother() {
        NDArray odd = slabs.place(tensor(0, 3, 11));
        NDArray bytes = slabs.place(torch.manager().create(new byte[] {1, 2, 3}, new Shape(3)));
        NDArray turned = slabs.place(tensor(100, 5, 7).transpose());
        assertThat(allocated).containsExactly(SLAB, SLAB); // one for floats, one for bytes
        assertThat(odd.contentEquals(tensor(0, 3, 11))).isTrue();
        assertThat(bytes.toByteArray()).containsExactly(1, 2, 3);
        assertThat(turned.contentEquals(tensor(100, 5, 7).transpose())).isTrue();
        assertThat(turned.getShape()).isEqualTo(new Shape(7, 5));
    }

    @Test
    void anotherPieceIsTakenWhereOneIsFullAndLargeTensorsHaveTheirOwn() {
        NDArray first = slabs.place(tensor(0, 700));
        NDArray large = slabs.place(tensor(5, 2000));
        NDArray second = slabs.place(tensor(7, 500));
        NDArray besideIt = slabs.place(tensor(9, 20, 20));
        assertThat(allocated).containsExactly(SLAB, 8000L, SLAB);
        assertThat(first.contentEquals(tensor(0, 700))).isTrue();
        assertThat(large.contentEquals(tensor(5, 2000))).isTrue();
        assertThat(second.contentEquals(tensor(7, 500))).isTrue();
        assertThat(besideIt.contentEquals(tensor(9, 20, 20))).isTrue();
    }

    @Test
    void whatIsFreedLeavesItsNeighborsAlone() {
        NDArray first = slabs.place(tensor(0, 100));
        NDArray second = slabs.place(tensor(1, 100));
        first.close();
        NDArray third = slabs.place(tensor(2, 500));
        assertThat(second.contentEquals(tensor(1, 100))).isTrue();
        assertThat(third.contentEquals(tensor(2, 500))).isTrue();
    }
}
