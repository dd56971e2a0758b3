/**
 * MultiTalk: people in a picture say what they are given to say. {@link dev.parley.multitalk.MultiTalk} is the way in;
 * the papers are arXiv 2505.22647 (MultiTalk) and 2503.20314 (Wan).
 */
package dev.parley.multitalk;
