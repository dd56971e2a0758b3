/** The layers that every part is made of. */
package dev.parley.multitalk.internal.nn;
