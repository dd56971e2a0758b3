/**
 * Weights on disk: safetensors (one file, or shards with their index) and the zip files of {@code torch.save}. Opening
 * reads headers only; tensors are mapped into memory where they lie. Nothing in a file is ever executed, and every
 * number in a header is checked before it is used.
 */
package dev.parley.multitalk.internal.checkpoint;
