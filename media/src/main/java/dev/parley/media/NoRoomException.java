package dev.parley.media;

/** Too much is being decoded at once; says nothing about the file. The same call may succeed later. */
public final class NoRoomException extends RuntimeException {
    NoRoomException(String message) {
        super(message);
    }
}
