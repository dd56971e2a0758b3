/** A real Kafka broker (KRaft) for one machine: the embedded farm's, started as a process of its own. */
package dev.parley.broker;
