package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.OneOutput;

/**
 * A native library's forward convolution, ready to be timed.
 *
 * <p>A peer is opened, run and closed by one thread: the native thread settings of PyTorch and
 * OpenMP belong to the thread that makes them. Peers of different thread counts may follow each
 * other in one process; of two PyTorch peers that are open at once, the later decides for both.
 *
 * <p>With more than one thread, the library's other threads spin after a run (measured: ONNX
 * Runtime 40 ms, PyTorch and oneDNN 10 ms): whatever is timed next in the same process waits that
 * long first, or starts in a fork.
 */
public interface ConvPeer extends OneOutput {

  /** {@return the name it was opened by} */
  @Override
  String name();

  /**
   * {@return a copy of the last run's result, {@code [batch][outHeight][outWidth][outChannels]}}
   */
  @Override
  float[] output();
}
