/** The watermark of a farm's videos: what it says, and where it is found. */
package dev.parley.kit.mark;
