package io.github.lanewise.bench.peers;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;

/** oneDNN's CPU engine and the OpenMP that it computes with. */
final class Dnnl {
  static final engine ENGINE;
  static final stream STREAM;
  static final NativeThreads THREADS;

  static {
    Loader.load(org.bytedeco.dnnl.global.dnnl.class);
    ENGINE = new engine(engine.kind.cpu, 0);
    STREAM = new stream(ENGINE);
    THREADS = new NativeThreads("libgomp.so.1", "omp_set_num_threads");
  }

  private Dnnl() {}

  /** Copies an array in the layout {@code plain} into new memory in the layout {@code wanted}. */
  static memory reordered(float[] values, memory.desc plain, memory.desc wanted) {
    memory to = new memory(wanted, ENGINE);
    try (FloatPointer pointer = new FloatPointer(values);
        memory from = new memory(plain, ENGINE, pointer)) {
      reorder(from, to);
    }
    return to;
  }

  /** Copies memory into a new array in the layout {@code plain}. */
  static float[] toArray(memory from, memory.desc plain, int length) {
    float[] values = new float[length];
    try (FloatPointer pointer = new FloatPointer(length);
        memory to = new memory(plain, ENGINE, pointer)) {
      reorder(from, to);
      pointer.get(values);
    }
    return values;
  }

  private static void reorder(memory from, memory to) {
    try (reorder copy = new reorder(from, to)) {
      copy.execute(STREAM, from, to);
      STREAM._wait();
    }
  }
}
