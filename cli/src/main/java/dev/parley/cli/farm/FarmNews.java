package dev.parley.cli.farm;

/** Who hears of a farm that starts and runs. */
@FunctionalInterface
public interface FarmNews {
    /** What people should know: a process that ended, a farm that others still use. */
    void say(String words);

    /** What is being started now. */
    default void step(String words) {}
}
