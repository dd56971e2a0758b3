/**
 * The tensors of a model as its parts hold them: behind a name, so that what is behind it can change between two forward
 * passes. A LoRA adds to it, eight bits stand for sixteen, or it waits on the host until its block's turn.
 */
package dev.parley.multitalk.internal.parameter;
