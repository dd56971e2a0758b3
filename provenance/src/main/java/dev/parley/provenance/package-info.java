/** Content credentials (C2PA 2.x) of MP4 files: who made a video and how, signed, and bound to its bytes. */
package dev.parley.provenance;
