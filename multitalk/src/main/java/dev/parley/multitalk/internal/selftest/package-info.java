/** Tests, in a fraction of a second, whether this machine computes operations with known results correctly. */
package dev.parley.multitalk.internal.selftest;
