package dev.parley.multitalk;

import java.util.Arrays;
import java.util.Optional;

/**
 * The type of a tensor's elements. DJL's own list lacks bfloat16, and converting to it aborts the process, so kernels take
 * PyTorch's numbers for types.
 */
public enum TorchType {
    U8(0, 1, "U8", "ByteStorage"),
    I8(1, 1, "I8", "CharStorage"),
    I16(2, 2, "I16", "ShortStorage"),
    I32(3, 4, "I32", "IntStorage"),
    I64(4, 8, "I64", "LongStorage"),
    F16(5, 2, "F16", "HalfStorage"),
    F32(6, 4, "F32", "FloatStorage"),
    F64(7, 8, "F64", "DoubleStorage"),
    BOOL(11, 1, "BOOL", "BoolStorage"),
    BF16(15, 2, "BF16", "BFloat16Storage"),
    /** The data of weights in eight-bit floats: of no use without their scale, so not among {@link #isFloat}. */
    F8_E4M3(24, 1, "F8_E4M3", "Float8_e4m3fnStorage");

    private final int code;
    private final int bytes;
    private final String safetensorsName;
    private final String storageName;

    TorchType(int code, int bytes, String safetensorsName, String storageName) {
        this.code = code;
        this.bytes = bytes;
        this.safetensorsName = safetensorsName;
        this.storageName = storageName;
    }

    /** PyTorch's number for the type ({@code c10::ScalarType}), which is what kernels take. */
    public int code() {
        return code;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** What a safetensors header calls it, such as {@code BF16}. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /** What a PyTorch pickle calls its storage, such as {@code BFloat16Storage}. */
    public String storageName() {
        return storageName;
    }

    public boolean isFloat() {
        return this == F16 || this == BF16 || this == F32 || this == F64;
    }

    public static TorchType ofCode(long code) {
        return Arrays.stream(values())
                .filter(type -> type.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "PyTorch's type " + code + " is none of " + Arrays.toString(values())));
    }

    /** The type that a safetensors header calls {@code name}, such as {@code BF16}. */
    public static Optional<TorchType> ofSafetensors(String name) {
        return Arrays.stream(values())
                .filter(type -> type.safetensorsName.equals(name))
                .findFirst();
    }

    /** The type that a PyTorch pickle calls {@code name}, such as {@code BFloat16Storage}. */
    public static Optional<TorchType> ofStorage(String name) {
        return Arrays.stream(values())
                .filter(type -> type.storageName.equals(name))
                .findFirst();
    }
}
