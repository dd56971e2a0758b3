/**
 * Speech as samples in [-1, 1], from a recording to what the model expects: one channel, 16 kHz, -23 LUFS, one or
 * two people, and the window of features around each video frame.
 */
package dev.parley.multitalk.internal.audio;
