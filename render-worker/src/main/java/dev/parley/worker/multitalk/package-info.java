/** The MultiTalk model behind the port that jobs are rendered through. The only package that knows of it. */
package dev.parley.worker.multitalk;
