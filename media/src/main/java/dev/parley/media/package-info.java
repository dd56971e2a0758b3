/** Pictures, sound and video in and out, through the FFmpeg that JavaCV brings. Knows nothing of jobs, topics or stores. */
package dev.parley.media;
