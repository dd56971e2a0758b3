/**
 * MultiTalk: people in a picture speak recorded voices. This package is the whole public API; everything below
 * {@code internal} may change at any time. Start at {@link dev.parley.multitalk.MultiTalk}. The papers: arXiv 2505.22647
 * (MultiTalk) and 2503.20314 (Wan).
 */
package dev.parley.multitalk;
