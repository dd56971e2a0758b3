/** An engine without a model: it moves the given picture with the loudness of the voices. */
package dev.parley.worker.pantomime;
