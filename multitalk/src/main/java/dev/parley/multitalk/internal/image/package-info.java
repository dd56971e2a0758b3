/** Pictures in and out: size buckets, Pillow's resize, masks of the speakers, color correction, frames as bytes. */
package dev.parley.multitalk.internal.image;
