/**
 * Models looked at without opening them, and brought to another form: the programs behind {@code parley models inspect} and
 * {@code parley models convert}.
 */
package dev.parley.worker.multitalk.inspect;
