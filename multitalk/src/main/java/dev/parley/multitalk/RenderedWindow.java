package dev.parley.multitalk;

import dev.parley.plan.Size;
import dev.parley.plan.Window;

/**
 * A rendered window.
 *
 * @param rgb its new frames, {@code window.newFrames()} times height * width * 3 bytes; owned by the record, must not
 *     be changed
 * @param next what the next window starts with
 */
public record RenderedWindow(Window window, Size size, byte[] rgb, MotionFrames next) {}
