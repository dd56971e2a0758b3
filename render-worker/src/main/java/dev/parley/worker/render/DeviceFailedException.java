package dev.parley.worker.render;

/** The device that renders has failed, not the job: another worker may manage it, this process will manage nothing more. */
public final class DeviceFailedException extends RuntimeException {
    public DeviceFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
