package dev.parley.multitalk.pipeline;

import ai.djl.ndarray.NDArray;
import dev.parley.multitalk.dit.AudioTokens;

/**
 * What stands for nothing in the passes that guidance steers away from.
 *
 * @param text the negative prompt, (1, M, C); the prompt itself where the prompt is not guided
 * @param audio silence for one person, also where two speak
 */
record Absent(NDArray text, AudioTokens audio) {}
