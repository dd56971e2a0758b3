package dev.parley.kit.admission;

import dev.parley.media.SoundInfo;

/** A recording in the store, and what is known of the channel of it that is listened to. */
record Heard(String key, SoundInfo info) {}
