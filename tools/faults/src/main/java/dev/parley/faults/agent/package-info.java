/** Runs inside a worker of the laboratory, loaded by {@code -javaagent}. */
package dev.parley.faults.agent;
