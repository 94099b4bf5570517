package io.github.lanewise.bench.peers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The native backend of Deeplearning4j in this process. */
final class Dl4j {
  private Dl4j() {}

  /** Sets the threads of its own loops, of oneDNN and of OpenBLAS, none of which asks another. */
  static void configure(int threads) {
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    Nd4j.factory().blas().setMaxThreads(threads);
    // By default it has the JVM collect garbage every few seconds, in whoever's turn that is.
    Nd4j.getMemoryManager().togglePeriodicGc(false);
  }

  /** The values of an array, the last index fastest. */
  static float[] floats(INDArray array) {
    try (INDArray copy = array.dup('c')) {
      return copy.data().asFloat();
    }
  }
}
