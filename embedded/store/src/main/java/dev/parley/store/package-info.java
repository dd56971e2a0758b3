/** An S3 store on the file system of one machine: the embedded farm's, started as a process of its own. */
package dev.parley.store;
