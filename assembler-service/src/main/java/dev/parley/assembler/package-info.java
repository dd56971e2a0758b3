/** Makes a video of the chunks of a finished render: checks, stitches, stores, announces. */
package dev.parley.assembler;
