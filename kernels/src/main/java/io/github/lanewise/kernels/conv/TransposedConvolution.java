package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Workers;

/**
 * Transposed convolution, which decoders and generators enlarge pictures with (Dumoulin, Visin
 * 2016, "A guide to convolution arithmetic for deep learning", chapter 4): the transpose of a
 * convolution as a linear map, so it is bound to the shape of that convolution and goes from its
 * output to its input. PyTorch's {@code ConvTranspose2d} with {@code output_padding} is that of a
 * convolution with as many more rows and columns of input.
 *
 * <p>Its own backward passes are those of the convolution the other way round: the gradient with
 * respect to {@code x} is {@link Convolution#forward} of {@code dy}, that with respect to the
 * weights {@link ConvolutionGradient#backwardWeights} with {@code dy} for its input and {@code x}
 * for its output gradient.
 *
 * {@snippet :
 * // From 14×14 pixels of 64 channels to 28×28 of 32: the way back of this convolution.
 * ConvShape shape =
 *     ConvShape.builder().input(28, 28, 32).outChannels(64).kernel(4).stride(2).padding(1).build();
 * TransposedConvolution up = TransposedConvolution.of(shape);
 * up.forward(x, up.pack(weights), Epilogue.NONE.withBias(bias).withRelu(), y, workers);
 * }
 */
public final class TransposedConvolution {
  private final ConvShape shape;
  private final Transpose transpose;

  private TransposedConvolution(InputGradient way) {
    this.shape = way.shape();
    this.transpose = new Transpose(way);
  }

  /**
   * The transpose of a convolution, fastest where weights are packed once for many calls.
   *
   * @param shape the shape of the convolution whose output this takes and whose input it gives
   * @return the transposed convolution
   */
  public static TransposedConvolution of(ConvShape shape) {
    return of(shape, false);
  }

  /**
   * The transpose of a convolution, fastest where weights change with every call, as in training:
   * see {@link Convolution#forTraining}. It takes the packed weights of a {@link
   * ConvolutionGradient}, and the other way round.
   *
   * @param shape the shape of the convolution whose output this takes and whose input it gives
   * @return the transposed convolution
   */
  public static TransposedConvolution forTraining(ConvShape shape) {
    return of(shape, true);
  }

  private static TransposedConvolution of(ConvShape shape, boolean training) {
    return new TransposedConvolution(
        Lanes.vectorised() ? InputGradient.of(shape, training) : new ReferenceInputGradient(shape));
  }

  /**
   * How {@link #forward} computes.
   *
   * @return the algorithm; {@link ConvAlgorithm#REFERENCE} without the Vector API
   */
  public ConvAlgorithm algorithm() {
    return transpose.algorithm();
  }

  /**
   * The shape of the convolution.
   *
   * @return the shape: its output is the input here
   */
  public ConvShape shape() {
    return shape;
  }

  /**
   * Scratch memory that a call uses in each thread that takes part.
   *
   * @return bytes, bounded whatever the batch
   */
  public long workspaceBytes() {
    return transpose.workspaceBytes();
  }

  /**
   * Packs weights.
   *
   * @param weights those of the convolution, {@code [kernelHeight][kernelWidth][inChannels /
   *     groups][outChannels]}
   * @return new packed weights
   * @throws IllegalArgumentException if the array has another length
   */
  public PackedWeights pack(float[] weights) {
    return transpose.pack(weights);
  }

  /**
   * Packs weights into an object that has been used before, on the calling thread; allocates
   * nothing once warm.
   *
   * @param weights those of the convolution, {@code [kernelHeight][kernelWidth][inChannels /
   *     groups][outChannels]}
   * @param packed made by this or a like object; overwritten
   * @throws IllegalArgumentException if the array has another length or the object another format
   */
  public void pack(float[] weights, PackedWeights packed) {
    pack(weights, packed, Workers.serial());
  }

  /**
   * Packs weights into an object that has been used before; allocates nothing once warm.
   *
   * @param weights those of the convolution, {@code [kernelHeight][kernelWidth][inChannels /
   *     groups][outChannels]}
   * @param packed made by this or a like object; overwritten
   * @param workers threads to work on
   * @throws IllegalArgumentException if the array has another length or the object another format
   */
  public void pack(float[] weights, PackedWeights packed, Workers workers) {
    transpose.pack(weights, packed, workers);
  }

  /**
   * Computes {@code y}. The same bits come out for any number of threads.
   *
   * @param x {@code [batch][outHeight][outWidth][outChannels]}, in the words of the shape
   * @param weights packed by this or a like object
   * @param epilogue bias {@code [inChannels]}, residual and ReLU
   * @param y {@code [batch][inHeight][inWidth][inChannels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length, weights are packed for another
   *     pass, algorithm or kernel, or {@code y} is also an input
   */
  public void forward(
      float[] x, PackedWeights weights, Epilogue epilogue, float[] y, Workers workers) {
    transpose.run("x", x, weights, epilogue, "y", y, workers);
  }
}
