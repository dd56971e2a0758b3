/** From the words of a command line, and files on this machine, to a request that a farm understands. */
package dev.parley.cli.request;
