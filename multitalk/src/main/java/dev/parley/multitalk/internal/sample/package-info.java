/** From noise to a latent: the schedule, guidance, motion frames, and where noise comes from. */
package dev.parley.multitalk.internal.sample;
