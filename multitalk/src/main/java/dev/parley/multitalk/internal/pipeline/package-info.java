/** Makes a video from a picture, a prompt and voices, window by window. */
package dev.parley.multitalk.internal.pipeline;
