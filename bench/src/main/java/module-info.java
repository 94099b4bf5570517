/**
 * Measures the kernels: what this machine can do at most, the lecture's cost table, and JMH
 * benchmarks that run in JVMs of their own from inside a running program.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // JMH has no module-info
module io.github.lanewise.bench {
  requires transitive io.github.lanewise.kernels;
  requires transitive jmh.core;
  // An automatic module cannot say what it needs. JMH reads JVM arguments and uses Unsafe.
  requires java.management;
  requires jdk.unsupported;
  requires jdk.management;

  exports io.github.lanewise.bench.costtable;
  exports io.github.lanewise.bench.doctor;
  exports io.github.lanewise.bench.machine;
  exports io.github.lanewise.bench.picture;
  exports io.github.lanewise.bench.roofline;
}
