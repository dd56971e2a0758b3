/**
 * Folders laid out like the published download, of any size: keys, shapes, types and shards are the published ones, values
 * are not. What opens and renders with them does so with the real files, as far as sizes decide.
 */
package dev.parley.bench.layout;
