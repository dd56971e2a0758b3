package dev.parley.faults;

/** Why a disturbance did not disturb anybody. */
final class NothingHappenedException extends Exception {
    NothingHappenedException(String why) {
        super(why);
    }
}
