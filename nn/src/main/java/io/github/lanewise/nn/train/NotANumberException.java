package io.github.lanewise.nn.train;

/** Training came to a value that is infinite or not a number, and stopped. */
public final class NotANumberException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotANumberException(String message) {
    super(message);
  }
}
