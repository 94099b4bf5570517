package io.github.lanewise.nn.files;

import java.io.IOException;
import java.nio.file.Path;

/** A file that is not what it should be; nothing of it was loaded. */
public final class FileFormatException extends IOException {
  private static final long serialVersionUID = 1;

  FileFormatException(Path file, String problem) {
    super(file + ": " + problem);
  }

  FileFormatException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
