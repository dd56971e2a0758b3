package dev.parley.multitalk;

import static java.util.Objects.requireNonNull;

/**
 * The result of one operation.
 *
 * @param operation such as {@code convolution}
 * @param shape of its inputs, for people to read
 * @param device in PyTorch's notation
 * @param message what was expected and what was found; empty if the result is right
 */
public record OperationCheck(
        String operation, String shape, TorchType type, String device, String message, double millis) {
    public OperationCheck {
        requireNonNull(operation, "operation");
        requireNonNull(shape, "shape");
        requireNonNull(type, "type");
        requireNonNull(device, "device");
        requireNonNull(message, "message");
    }

    public boolean ok() {
        return message.isEmpty();
    }

    @Override
    public String toString() {
        return "%s %s in %s on %s: %s".formatted(operation, shape, type, device, ok() ? "right" : message);
    }
}
