/** Pictures, sound and video in and out. JavaCV (FFmpeg) only; knows nothing of jobs, topics or stores. */
package dev.parley.media;
