package dev.parley.kit;

import java.util.List;

/** Something about settings that their types do not say. Every bean of this kind is asked before the service starts. */
public interface SettingsRule {
    /** What is wrong, each fault with the name of its property; empty if nothing is. */
    List<String> faults();
}
