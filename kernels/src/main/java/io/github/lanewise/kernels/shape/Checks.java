package io.github.lanewise.kernels.shape;

/** Argument checks whose messages name the argument, its value and what was expected. */
public final class Checks {
  private Checks() {}

  /**
   * Checks a lower bound.
   *
   * @param least the smallest value allowed
   * @param name name of the argument
   * @param value value of the argument
   * @return {@code value}
   * @throws IllegalArgumentException if {@code value < least}
   */
  public static int atLeast(int least, String name, int value) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ", expected at least " + least);
    }
    return value;
  }

  /**
   * Checks that an array has exactly the length that a shape gives it.
   *
   * @param name name of the array
   * @param array the array
   * @param length the length expected
   * @param layout the layout that gives the length, for the message, such as {@code
   *     "[batch][height][width][channels]"}
   * @throws IllegalArgumentException if the array is null or of another length
   */
  public static void length(String name, float[] array, int length, String layout) {
    if (array == null) {
      throw new IllegalArgumentException(
          name + " is null, expected " + length + " floats " + layout);
    }
    if (array.length != length) {
      throw new IllegalArgumentException(
          name + " has " + array.length + " floats, expected " + length + " " + layout);
    }
  }

  /**
   * Multiplies sizes into the length of one array.
   *
   * @param what what the array holds, for the message
   * @param sizes the sizes, each at least 0
   * @return the product
   * @throws IllegalArgumentException if the product is over 2³¹ − 1, the longest Java array
   */
  public static int elements(String what, int... sizes) {
    long product = 1;
    for (int size : sizes) {
      product *= size;
      if (product > Integer.MAX_VALUE) {
        StringBuilder factors = new StringBuilder();
        for (int factor : sizes) {
          factors.append(factors.isEmpty() ? "" : "·").append(factor);
        }
        throw new IllegalArgumentException(
            what
                + " would have "
                + factors
                + " elements, more than the 2147483647 of a Java array; use a smaller batch or"
                + " picture");
      }
    }
    return (int) product;
  }

  /**
   * Checks that an output is not also an input, which would be overwritten while it is read.
   *
   * @param inName name of the input
   * @param in the input
   * @param outName name of the output
   * @param out the output
   * @throws IllegalArgumentException if both are the same array
   */
  @SuppressWarnings("ReferenceEquality") // the same memory is what matters, not equal contents
  public static void distinct(String inName, float[] in, String outName, float[] out) {
    if (in == out) {
      throw new IllegalArgumentException(
          outName + " is the same array as " + inName + ", expected another one");
    }
  }
}
