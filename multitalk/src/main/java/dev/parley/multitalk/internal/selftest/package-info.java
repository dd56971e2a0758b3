/** Whether this machine computes what the model takes for granted: operations of known answers, in a moment. */
package dev.parley.multitalk.internal.selftest;
