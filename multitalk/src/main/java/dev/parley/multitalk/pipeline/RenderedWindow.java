package dev.parley.multitalk.pipeline;

import dev.parley.plan.Size;
import dev.parley.plan.Window;

/**
 * A window that is done.
 *
 * @param rgb its new frames, {@code window.newFrames()} times height * width * 3 bytes; owned by the record, not to be
 *     changed
 * @param next what the window after it begins with
 */
public record RenderedWindow(Window window, Size size, byte[] rgb, MotionFrames next) {}
