package dev.parley.multitalk;

import ai.djl.engine.EngineException;

/**
 * The device does not compute any more: it reported an error, or fell off the bus. What a process had on it is lost, and
 * everything that the process asks of it from now on fails as well; only a new process may do better. Where the model merely
 * tries what a device can do, such an error is an answer like any other of the engine's.
 */
public final class DeviceFailed extends EngineException {
    private static final long serialVersionUID = 1;

    public DeviceFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
