package dev.parley.kit.admission;

import dev.parley.contracts.Box;

/**
 * A face in the part of the picture that the video shows.
 *
 * @param box around it, from the brows to the chin, in pixels of the picture as it was given
 * @param tokens how wide it is on the model's grid, to the tenth
 * @param proposal a box for whoever speaks with it, head and shoulders, apart from those of its neighbors; same pixels
 * @param speaker whose it is, from 0; null if nobody's
 */
public record FoundFace(Box box, double tokens, Box proposal, Integer speaker) {}
