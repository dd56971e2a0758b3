/** A farm's client for Java programs: {@link dev.parley.client.Parley} asks for videos and brings them. */
package dev.parley.client;
