package dev.parley.multitalk;

/**
 * The device (or the machine, if the device is its CPU) has too little memory for a tensor. Everything computed so far in the
 * failed call has been freed; the model stays usable.
 */
public final class OutOfDeviceMemory extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutOfDeviceMemory(String message, Throwable cause) {
        super(message, cause);
    }
}
