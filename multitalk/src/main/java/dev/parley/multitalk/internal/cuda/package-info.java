/**
 * CUDA kernels of our own: text, compiled for the card at hand by the NVRTC that comes with libtorch, and launched on
 * PyTorch's tensors and stream through the driver. No native build takes part. Absent on a CPU, and wherever a library
 * is missing: then PyTorch's own operations compute the same.
 */
package dev.parley.multitalk.internal.cuda;
