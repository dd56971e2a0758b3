/** The diffusion transformer: Wan 2.1 image-to-video with MultiTalk's audio cross attention in every block. */
package dev.parley.multitalk.internal.dit;
