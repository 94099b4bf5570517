package io.github.lanewise.cli.picture;

import java.io.IOException;

/** A picture that cannot be read; the message names the file and says why. */
final class PictureException extends IOException {
  private static final long serialVersionUID = 1;

  PictureException(String message) {
    super(message);
  }

  PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
