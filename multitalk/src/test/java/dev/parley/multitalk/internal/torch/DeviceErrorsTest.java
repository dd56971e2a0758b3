package dev.parley.multitalk.internal.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.parley.multitalk.DeviceFailed;
import dev.parley.multitalk.OutOfDeviceMemory;
import dev.parley.multitalk.TorchType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceErrorsTest {
    private static final long PETABYTE = 1L << 50;
    private static final Torch TORCH = Torch.open("cpu");

    @AfterAll
    static void close() {
        TORCH.close();
    }

    @Test
    void aKernelThatAsksForTooMuchSaysSoAndTheNextOneRuns() {
        CoreKernels core = TORCH.kernels(CoreKernels.class);
        try (NDArray absurd = core.filler(new long[] {PETABYTE / 4}, "cpu", TorchType.F32.code())) {
            assertThatThrownBy(() -> core.gelu(absurd))
                    .isInstanceOf(OutOfDeviceMemory.class)
                    .hasMessageContaining("can't allocate memory")
                    .hasMessageContaining(Long.toString(PETABYTE))
                    .hasCauseInstanceOf(EngineException.class);
        }
        try (NDArray x = TORCH.manager().create(new float[] {0});
                NDArray y = core.gelu(x)) {
            assertThat(y.toFloatArray()).containsExactly(0);
        }
    }

    @Test
    void soDoesAnOperationOfTheEngineInAScope() {
        int before = TORCH.manager().getManagedArrays().size();
        assertThatThrownBy(() -> TensorScope.scoped(() -> TORCH.manager().ones(new Shape(PETABYTE / 4))))
                .isInstanceOf(OutOfDeviceMemory.class);
        assertThat(TORCH.manager().getManagedArrays()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.10 GiB",
                "The following operation failed in the TorchScript interpreter.\nRuntimeError: CUDA out of memory.",
                "CUDA error: out of memory",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
            })
    void theDevicesWordsAreKnown(String said) {
        assertThat(DeviceErrors.typed(new EngineException(said))).isInstanceOf(OutOfDeviceMemory.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA error: an illegal memory access was encountered",
                "The following operation failed in the TorchScript interpreter.\nRuntimeError: CUDA error: unspecified launch"
                        + " failure\nCUDA kernel errors might be asynchronously reported at some other API call",
                "CUDA error: uncorrectable ECC error encountered",
                "CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm`",
                "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR",
            })
    void aDeviceThatComputesNoMoreIsTold(String said) {
        assertThat(DeviceErrors.typed(new EngineException(said)))
                .isInstanceOf(DeviceFailed.class)
                .hasMessageStartingWith("The device failed: ");
    }

    @Test
    void anyOtherFailureStaysWhatItIs() {
        EngineException other = new EngineException("mat1 and mat2 shapes cannot be multiplied");
        assertThat(DeviceErrors.typed(other)).isSameAs(other);
    }
}
