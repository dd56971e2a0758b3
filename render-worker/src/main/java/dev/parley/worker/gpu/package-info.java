/** What NVIDIA's driver says of the GPUs that this process can see. */
package dev.parley.worker.gpu;
