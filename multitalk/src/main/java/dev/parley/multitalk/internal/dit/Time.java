package dev.parley.multitalk.internal.dit;

import ai.djl.ndarray.NDArray;

/**
 * A timestep as the model reads it; see {@link Dit#time}. All passes of a step share it.
 *
 * @param e (1, C), float32, modulates the head
 * @param e0 (1, 6, C), float32, modulates the blocks
 */
public record Time(NDArray e, NDArray e0) {}
