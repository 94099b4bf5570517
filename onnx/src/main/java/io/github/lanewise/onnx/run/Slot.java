package io.github.lanewise.onnx.run;

import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;

/**
 * A place for a value in one layout.
 *
 * @param number its number in the plan
 * @param type what the elements are
 * @param dims dimensions as they lie in memory
 * @param constant the value where it is the same in every run, else null
 * @param of the slot whose array it shares under other dimensions; null if it has one of its own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Slot(int number, ElementType type, int[] dims, Tensor constant, Slot of) {
  /** The slot that has the array. */
  Slot root() {
    return of == null ? this : of.root();
  }
}
