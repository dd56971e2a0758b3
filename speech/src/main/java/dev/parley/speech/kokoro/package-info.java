/**
 * What is known of Kokoro-82M without its network: its files, the languages of its voices, and how to have them spoken
 * by a program of their own. The network is in the module {@code kokoro}.
 */
package dev.parley.speech.kokoro;
