package dev.parley.worker.gpu;

/** Why a GPU's clocks are lower than they could be, as far as somebody should know. */
enum Throttle {
    /** It draws as much power as it may. Usual under load. */
    POWER_CAP(0x04),
    /** Its software keeps it from getting too hot. */
    SOFTWARE_THERMAL(0x20),
    /** It is too hot. */
    HARDWARE_THERMAL(0x40),
    /** The power supply asks for less. */
    POWER_BRAKE(0x80);

    private final long bit;

    Throttle(long bit) {
        this.bit = bit;
    }

    boolean in(long reasons) {
        return (reasons & bit) != 0;
    }
}
