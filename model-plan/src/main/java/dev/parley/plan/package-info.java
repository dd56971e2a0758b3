/**
 * What is known of a model before it is opened: the sizes it renders at, where the people of a picture are on its grid,
 * how a video is cut into windows, how many frames a sound lasts. Plain numbers, no tensors.
 */
package dev.parley.plan;
