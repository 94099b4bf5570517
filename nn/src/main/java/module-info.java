/**
 * Networks that learn: layers, both modes of automatic differentiation, and what it takes to train
 * them. All heavy arithmetic is the kernels'.
 */
module io.github.lanewise.nn {
  requires transitive io.github.lanewise.kernels;
  requires com.fasterxml.jackson.databind;
  requires java.net.http;
  requires jdk.jfr;

  exports io.github.lanewise.nn;
  exports io.github.lanewise.nn.check;
  exports io.github.lanewise.nn.data;
  exports io.github.lanewise.nn.files;
  exports io.github.lanewise.nn.layers;
  exports io.github.lanewise.nn.lecture;
  exports io.github.lanewise.nn.loss;
  exports io.github.lanewise.nn.optimize;
  exports io.github.lanewise.nn.predict;
  exports io.github.lanewise.nn.train;
  exports io.github.lanewise.nn.zoo;

  // Jackson makes and reads the state in a checkpoint by reflection.
  opens io.github.lanewise.nn.train to
      com.fasterxml.jackson.databind;
}
