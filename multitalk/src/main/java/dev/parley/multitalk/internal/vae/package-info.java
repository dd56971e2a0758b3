/** Wan 2.1's causal 3-D VAE: pixels to latents and back, a slice of the video at a time. */
package dev.parley.multitalk.internal.vae;
