/**
 * Published model files: which there are ({@link dev.parley.hub.ModelCatalog}), bringing them from a hub that speaks
 * Hugging Face's protocol ({@link dev.parley.hub.ModelPull}), and checking what is there ({@link dev.parley.hub.ModelShelf}).
 * Files only: what is in them is no matter of this package.
 */
package dev.parley.hub;
