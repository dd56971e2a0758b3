/** A video from a picture, a prompt and voices: the plan of windows, and what happens in each. */
package dev.parley.multitalk.internal.pipeline;
