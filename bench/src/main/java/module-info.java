/**
 * Measures the kernels: JMH benchmarks, and the means to run them in JVMs of their own from inside
 * a running program.
 */
@SuppressWarnings("requires-automatic") // JMH has no module-info
module io.github.lanewise.bench {
  requires io.github.lanewise.kernels;
  requires jmh.core;
  // An automatic module cannot say what it needs. JMH reads JVM arguments and uses Unsafe.
  requires java.management;
  requires jdk.unsupported;
}
