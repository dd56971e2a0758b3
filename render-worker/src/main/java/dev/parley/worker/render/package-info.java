/** The port between a job and whatever engine draws it. Knows no topics, no store and no encoder. */
package dev.parley.worker.render;
