package io.github.lanewise.onnx.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Elements of one type in row-major order, in an array that is the tensor's own or shared with the
 * caller: floats in a {@code float[]}, integers and booleans in a {@code long[]}.
 */
public final class Tensor {
  private final ElementType type;
  private final int[] dims;
  private final Floats floats;
  private final long[] longs;

  private Tensor(ElementType type, int[] dims, Floats floats, long[] longs) {
    this.type = type;
    this.dims = dims.clone();
    this.floats = floats;
    this.longs = longs;
    int length = length();
    if (length != Dims.length(dims)) {
      throw new IllegalArgumentException(
          "the tensor has %d elements, expected %d of the dimensions %s"
              .formatted(length, Dims.length(dims), Arrays.toString(dims)));
    }
  }

  /**
   * A tensor of floats.
   *
   * @param values in row-major order; kept, not copied
   * @param dims dimensions, none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if the number of values is not the product of the dimensions
   */
  public static Tensor of(float[] values, int... dims) {
    return new Tensor(ElementType.FLOAT32, dims, new Floats(values), null);
  }

  /**
   * A tensor of floats that stay where they are until {@link #floats} is called.
   *
   * @param values in row-major order, from the buffer's position to its limit; not changed by
   *     anybody
   * @param dims dimensions, none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if the number of values is not the product of the dimensions
   */
  static Tensor of(FloatBuffer values, int... dims) {
    return new Tensor(ElementType.FLOAT32, dims, new Floats(values), null);
  }

  /**
   * A tensor of integers or booleans.
   *
   * @param type not float
   * @param values in row-major order; kept, not copied
   * @param dims dimensions, none for a scalar
   * @return the tensor
   * @throws IllegalArgumentException if the number of values is not the product of the dimensions
   */
  public static Tensor of(ElementType type, long[] values, int... dims) {
    if (type.floating()) {
      throw new IllegalArgumentException("the type is " + type + ", expected one of integers");
    }
    return new Tensor(type, dims, null, values);
  }

  /**
   * A tensor of 64-bit integers with one dimension.
   *
   * @param values the elements
   * @return the tensor
   */
  public static Tensor ofLongs(long... values) {
    return of(ElementType.INT64, values, values.length);
  }

  /**
   * A tensor of zeros.
   *
   * @param type what the elements are
   * @param dims dimensions
   * @return the tensor
   */
  public static Tensor zeros(ElementType type, int... dims) {
    int length = Dims.length(dims);
    return type.floating() ? of(new float[length], dims) : of(type, new long[length], dims);
  }

  /**
   * What the elements are.
   *
   * @return the type
   */
  public ElementType type() {
    return type;
  }

  /**
   * The dimensions.
   *
   * @return a copy
   */
  public int[] dims() {
    return dims.clone();
  }

  /**
   * Number of dimensions.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return dims.length;
  }

  /**
   * Number of elements.
   *
   * @return the product of the dimensions
   */
  public int length() {
    return type.floating() ? floats.length() : longs.length;
  }

  /**
   * The floats.
   *
   * @return the array itself
   * @throws IllegalStateException if the elements are integers or booleans
   */
  public float[] floats() {
    checkFloats();
    return floats.values();
  }

  /**
   * The floats where they are, which may be the bytes of a file: for readers that go through them
   * once.
   *
   * @return a view that cannot be written to
   * @throws IllegalStateException if the elements are integers or booleans
   */
  public FloatBuffer floatView() {
    checkFloats();
    return floats.view();
  }

  private void checkFloats() {
    if (floats == null) {
      throw new IllegalStateException("the elements are of type " + type + ", not floats");
    }
  }

  /**
   * The integers or booleans.
   *
   * @return the array itself
   * @throws IllegalStateException if the elements are floats
   */
  public long[] longs() {
    if (longs == null) {
      throw new IllegalStateException("the elements are floats, not integers or booleans");
    }
    return longs;
  }

  /**
   * The same elements under other dimensions.
   *
   * @param newDims dimensions of the same product
   * @return a tensor over the same array
   * @throws IllegalArgumentException if the product differs
   */
  public Tensor reshape(int... newDims) {
    return new Tensor(type, newDims, floats, longs);
  }

  /**
   * The same elements in an array of their own.
   *
   * @return a new tensor
   */
  public Tensor copy() {
    return type.floating()
        ? new Tensor(type, dims, new Floats(floats().clone()), null)
        : new Tensor(type, dims, null, longs.clone());
  }

  /**
   * Whether another tensor has the same type and dimensions; allocates nothing.
   *
   * @param other the other
   * @return true if it has
   */
  public boolean like(Tensor other) {
    return type == other.type && Arrays.equals(dims, other.dims);
  }

  /**
   * Whether another tensor has the same type, dimensions and elements; allocates nothing.
   *
   * @param other the other
   * @return true if it has
   */
  public boolean sameAs(Tensor other) {
    return like(other)
        && (type.floating()
            ? Arrays.equals(floats(), other.floats())
            : Arrays.equals(longs, other.longs));
  }

  /**
   * An element as a number of any kind.
   *
   * @param index position in row-major order
   * @return its value
   */
  public double number(int index) {
    return type.floating() ? floats()[index] : longs[index];
  }

  @Override
  public String toString() {
    return type + Arrays.toString(dims);
  }
}
