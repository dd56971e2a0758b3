/** Models looked at without opening them: {@code parley models inspect} runs {@link dev.parley.worker.multitalk.inspect.ModelInspector}. */
package dev.parley.worker.multitalk.inspect;
