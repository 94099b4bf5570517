package io.github.lanewise.bench.peers;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/**
 * oneDNN's convolution primitive.
 *
 * <p>The primitive is made once, with the memory format of input, weights and output left to the
 * library; the data is reordered into what it chose before the timing, and back after it.
 */
final class DnnlConvPeer implements ConvPeer {
  private final int threads;
  private final int outputLength;
  private final String implementation;
  private final memory.desc plainOutput;
  private final memory output;
  private final IntMemoryMap arguments;
  private final convolution_forward primitive;

  DnnlConvPeer(ConvProblem p, float[] x, float[] weights, float[] biasOrNull, int threads) {
    this.threads = threads;
    Dnnl.THREADS.set(threads);
    long[] xDims = {p.batch(), p.inChannels(), p.inHeight(), p.inWidth()};
    long[] yDims = {p.batch(), p.outChannels(), p.outHeight(), p.outWidth()};
    long[] wDims = weightDims(p);
    memory.desc biasDesc =
        biasOrNull == null
            ? new memory.desc()
            : new memory.desc(
                new long[] {p.outChannels()}, memory.data_type.f32, memory.format_tag.x);
    try (memory.desc plainX = plain(xDims, memory.format_tag.nhwc);
        memory.desc plainWeights = new memory.desc(wDims, memory.data_type.f32, weightStrides(p));
        memory.desc anyX = plain(xDims, memory.format_tag.any);
        memory.desc anyWeights = plain(wDims, memory.format_tag.any);
        memory.desc anyY = plain(yDims, memory.format_tag.any);
        biasDesc) {
      long[] strides = {p.stride(), p.stride()};
      long[] padding = {p.padding(), p.padding()};
      try (convolution_forward.primitive_desc choice =
          new convolution_forward.primitive_desc(
              Dnnl.ENGINE,
              dnnl.prop_kind.forward_inference,
              dnnl.algorithm.convolution_auto,
              anyX,
              anyWeights,
              biasDesc,
              anyY,
              strides,
              padding,
              padding)) {
        implementation = choice.impl_info_str().getString();
        primitive = new convolution_forward(choice);
        output = new memory(choice.dst_desc(), Dnnl.ENGINE);
        arguments = new IntMemoryMap().put(dnnl.DNNL_ARG_DST, output);
        put(dnnl.DNNL_ARG_SRC, Dnnl.reordered(x, plainX, choice.src_desc()));
        put(dnnl.DNNL_ARG_WEIGHTS, Dnnl.reordered(weights, plainWeights, choice.weights_desc()));
        if (biasOrNull != null) {
          put(dnnl.DNNL_ARG_BIAS, Dnnl.reordered(biasOrNull, biasDesc, biasDesc));
        }
      }
    }
    plainOutput = plain(yDims, memory.format_tag.nhwc);
    outputLength = p.outputLength();
  }

  /** Hands memory over to the arguments, which own it from then on. */
  private void put(int argument, memory data) {
    arguments.put(argument, data);
    data.close();
  }

  private static memory.desc plain(long[] dims, memory.format_tag tag) {
    return new memory.desc(dims, memory.data_type.f32, tag);
  }

  /**
   * {@code [out][in][kh][kw]}, and with more than one group {@code [g][out / g][in / g][kh][kw]}.
   */
  private static long[] weightDims(ConvProblem p) {
    int groupIn = p.inChannels() / p.groups();
    int groupOut = p.outChannels() / p.groups();
    return p.groups() == 1
        ? new long[] {groupOut, groupIn, p.kernel(), p.kernel()}
        : new long[] {p.groups(), groupOut, groupIn, p.kernel(), p.kernel()};
  }

  /** Where the dimensions of {@link #weightDims} lie in {@code [kh][kw][in / g][out]}. */
  private static long[] weightStrides(ConvProblem p) {
    long in = p.outChannels();
    long column = in * (p.inChannels() / p.groups());
    long row = column * p.kernel();
    return p.groups() == 1
        ? new long[] {1, in, row, column}
        : new long[] {p.outChannels() / p.groups(), 1, in, row, column};
  }

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public String layout() {
    return "chosen by the library (" + implementation + "); all reorders outside the timing";
  }

  @Override
  public void run() {
    Dnnl.THREADS.set(threads);
    primitive.execute(Dnnl.STREAM, arguments); // returns when done: the OpenMP runtime has no queue
  }

  @Override
  public float[] output() {
    return Dnnl.toArray(output, plainOutput, outputLength);
  }

  @Override
  public void close() {
    primitive.close();
    arguments.close();
    output.close();
    plainOutput.close();
  }
}
