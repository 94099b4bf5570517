package io.github.lanewise.onnx.operators;

/** A sound node of a kind that is not computed here; what else is wrong is the file's fault. */
public final class UnsupportedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnsupportedException(String message) {
    super(message);
  }

  /** Throws if a node has an attribute that is not supported. */
  static void refuse(boolean refused, String attribute) {
    if (refused) {
      throw new UnsupportedException("attribute " + attribute + " not supported");
    }
  }
}
