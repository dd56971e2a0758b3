/** Model files that a worker brings before its first claim; {@code parley models pull} in a service. */
package dev.parley.worker.supply;
