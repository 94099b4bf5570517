/**
 * Measures the kernels: what this machine can do at most, the lecture's cost table, convolution
 * layers by every algorithm and by native libraries, the regression gate, and JMH benchmarks that
 * run in JVMs of their own from inside a running program.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // JMH has no module-info
module io.github.lanewise.bench {
  requires transitive io.github.lanewise.kernels;
  requires transitive io.github.lanewise.nn;
  requires io.github.lanewise.onnx;
  requires com.fasterxml.jackson.databind;
  requires transitive jmh.core;
  requires org.apache.commons.statistics.descriptive;
  requires org.apache.commons.statistics.inference;
  // An automatic module cannot say what it needs. JMH reads JVM arguments and uses Unsafe.
  requires java.management;
  requires jdk.unsupported;
  requires jdk.management;

  exports io.github.lanewise.bench.contest;
  exports io.github.lanewise.bench.conv;
  exports io.github.lanewise.bench.costtable;
  exports io.github.lanewise.bench.doctor;
  exports io.github.lanewise.bench.gate;
  exports io.github.lanewise.bench.jmh;
  exports io.github.lanewise.bench.json;
  exports io.github.lanewise.bench.layers;
  exports io.github.lanewise.bench.lecture;
  exports io.github.lanewise.bench.machine;
  exports io.github.lanewise.bench.model;
  exports io.github.lanewise.bench.ops;
  exports io.github.lanewise.bench.picture;
  exports io.github.lanewise.bench.progress;
  exports io.github.lanewise.bench.roofline;
  exports io.github.lanewise.bench.statistics;
  exports io.github.lanewise.bench.train;

  // Jackson makes and reads records by reflection.
  opens io.github.lanewise.bench.contest to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.conv to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.layers to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.costtable to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.lecture to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.machine to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.model to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.ops to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.roofline to
      com.fasterxml.jackson.databind;
  opens io.github.lanewise.bench.train to
      com.fasterxml.jackson.databind;

  // Only where peers are built; in the measuring JVMs, all is on the class path.
  uses io.github.lanewise.bench.conv.PeerProvider;
  uses io.github.lanewise.bench.model.ModelPeerProvider;
  uses io.github.lanewise.bench.ops.OpPeerProvider;
  uses io.github.lanewise.bench.train.TrainPeerProvider;
}
