/** Many workers in one process, whose engine sleeps as long as a GPU would take, on a real farm. */
package dev.parley.bench.load;
