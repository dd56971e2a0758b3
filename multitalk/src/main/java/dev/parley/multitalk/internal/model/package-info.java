/** A downloaded model: which file contains which network, how each is loaded, and what can be read from headers before. */
package dev.parley.multitalk.internal.model;
