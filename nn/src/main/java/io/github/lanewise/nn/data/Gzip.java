package io.github.lanewise.nn.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Files that may be gzipped. */
final class Gzip {
  private Gzip() {}

  /** The contents, unzipped if they begin as gzipped ones do. */
  static InputStream unzipped(BufferedInputStream in) throws IOException {
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    return first == 0x1f && second == 0x8b ? new GZIPInputStream(in, 1 << 16) : in;
  }
}
