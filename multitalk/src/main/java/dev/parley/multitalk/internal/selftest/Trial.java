package dev.parley.multitalk.internal.selftest;

import ai.djl.ndarray.NDArray;

/** An operation on given values, with the answer that arithmetic of our own has found. */
interface Trial {
    String operation();

    /** Of what it is given, in words. */
    String shape();

    NDArray compute(Lab lab);

    /** The answer, first axis slowest. */
    double[] expected();
}
