/** The visible mark: words in a corner of a video. No fonts are needed: they are drawn from outlines. */
package dev.parley.worker.visible;
