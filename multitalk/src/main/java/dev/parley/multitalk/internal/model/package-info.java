/** A downloaded model: which file holds which network, how each is loaded, and what headers tell before that. */
package dev.parley.multitalk.internal.model;
