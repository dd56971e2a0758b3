package dev.parley.kit.admission;

import dev.parley.contracts.Box;
import java.util.List;

/**
 * Who an engine will see where.
 *
 * @param jpeg the picture as cropped, its longer side {@link ScenePainter#LONGER_SIDE} pixels, people drawn over it in
 *     their colors; a few hundred kilobytes at most
 * @param people in the order of the speakers
 * @param faces from left to right
 */
public record PlannedScene(byte[] jpeg, List<Person> people, List<FoundFace> faces) {
    public PlannedScene {
        faces = List.copyOf(faces);
        people = List.copyOf(people);
    }

    /**
     * One of them.
     *
     * @param color as people call it
     * @param rgb of that color, as {@code #0072b2}
     * @param box in pixels of the picture as it was given; null if none was
     * @param tokens of the model's grid that are theirs; null where nobody is told apart
     */
    public record Person(String color, String rgb, Box box, Integer tokens) {}
}
