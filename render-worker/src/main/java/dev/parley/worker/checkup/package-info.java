/**
 * What a worker needs of its machine and its neighbors, looked at before there is a farm: {@code parley doctor} runs
 * {@link dev.parley.worker.checkup.Checkup} as a program of its own.
 */
package dev.parley.worker.checkup;
