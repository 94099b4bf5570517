package io.github.lanewise.onnx.tensor;

import java.io.IOException;

/** A model or tensor file that is not what it should be; nothing of it was loaded. */
public class OnnxException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * A problem of a file.
   *
   * @param problem the file or node, what is wrong, and what was expected
   */
  public OnnxException(String problem) {
    super(problem);
  }

  /**
   * A problem of a file that something else told of.
   *
   * @param problem the file or node, what is wrong, and what was expected
   * @param cause what told of it
   */
  public OnnxException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
