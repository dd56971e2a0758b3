/** Whether a window can be shown to anybody, by what its frames alone tell. */
package dev.parley.worker.quality;
