/** An imperceptible mark of 64 bits in the picture: put in, and found again. Knows pixels only, no files and no farm. */
package dev.parley.watermark;
