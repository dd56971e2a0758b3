/** The command {@code parley}. */
package dev.parley.cli;
