package io.github.lanewise.bench.gate;

import io.github.lanewise.bench.roofline.Roofline;
import java.util.function.ToDoubleFunction;

/**
 * A computation that the gate watches: one kernel on arrays of its own, on one thread.
 *
 * @param algorithm the algorithm that the library chose for it
 * @param bound seconds that it takes at least on a machine, by the limit it is held against
 * @param work computes it once
 */
record Subject(String algorithm, ToDoubleFunction<Roofline> bound, Runnable work) {}
