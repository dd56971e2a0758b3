package dev.parley.multitalk.selftest;

import static java.util.Objects.requireNonNull;

import dev.parley.multitalk.torch.TorchType;

/**
 * What came of one operation.
 *
 * @param operation as {@code convolution}
 * @param shape of what it was given, in words
 * @param device in PyTorch's words
 * @param message what was expected and what was found; empty where it is right
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
