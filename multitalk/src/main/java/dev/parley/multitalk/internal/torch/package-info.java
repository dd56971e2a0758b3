/**
 * How Java calls PyTorch: interfaces whose methods are functions of a script in the same package, tensor types by PyTorch's
 * own numbers (DJL does not know bfloat16), and the scopes that free what a computation made.
 */
package dev.parley.multitalk.internal.torch;
