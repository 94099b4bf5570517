package io.github.lanewise.nn.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Files of a tar archive: blocks of 512 bytes, a header with name and size before the contents of
 * each file.
 */
final class Tar {
  private static final int BLOCK = 512;
  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int TYPE_AT = 156;

  /** Files are small ones of known archives; larger sizes are a damaged header. */
  private static final long LONGEST = 1L << 28;

  /** What is done with a file. */
  @FunctionalInterface
  interface Visitor {
    void file(String name, InputStream contents) throws IOException;
  }

  private Tar() {}

  /** Visits all plain files; names are the last parts of their paths. */
  static void files(InputStream in, Visitor visitor) throws IOException {
    while (true) {
      byte[] header = in.readNBytes(BLOCK);
      if (header.length < BLOCK || header[0] == 0) {
        return;
      }
      String path = text(header, 0, NAME_LENGTH);
      long size;
      try {
        size = Long.parseLong(text(header, SIZE_AT, SIZE_LENGTH).strip(), 8);
      } catch (NumberFormatException e) {
        throw new IOException("the tar archive is damaged at " + path, e);
      }
      if (size < 0 || size > LONGEST) {
        throw new IOException("the tar archive says " + path + " has " + size + " bytes");
      }
      byte[] contents = in.readNBytes((int) size);
      if (contents.length < size) {
        throw new EOFException("the tar archive ends within " + path);
      }
      in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
      if (header[TYPE_AT] == 0 || header[TYPE_AT] == '0') {
        visitor.file(path.substring(path.lastIndexOf('/') + 1), new ByteArrayInputStream(contents));
      }
    }
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.US_ASCII);
  }
}
