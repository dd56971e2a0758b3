/**
 * Checkpoints rewritten: pickles as safetensors, weights in eight bits. Tensor by tensor, so that memory does not grow with
 * the model; a file appears under its name when it is complete.
 */
package dev.parley.multitalk.internal.convert;
