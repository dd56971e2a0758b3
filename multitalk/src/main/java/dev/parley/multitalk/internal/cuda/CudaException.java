package dev.parley.multitalk.internal.cuda;

/** A call of CUDA's driver, of its compiler or of libtorch's C functions that failed. */
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CudaException(String message) {
        super(message);
    }

    /** @param code what {@code function} returned; 0 is success */
    static void require(int code, String function) {
        if (code != 0) {
            throw new CudaException("%s failed with code %d".formatted(function, code));
        }
    }
}
