/**
 * Kokoro-82M: a small model that speaks, after <a href="https://arxiv.org/abs/2306.07691">StyleTTS 2</a> and
 * <a href="https://arxiv.org/abs/2203.02395">iSTFTNet</a>, with checkpoint and voices as published. {@link
 * dev.parley.kokoro.Kokoro} is what others use; the parts of the network are named as the checkpoint's keys.
 */
package dev.parley.kokoro;
