package io.github.lanewise.nn.files;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of <a href="https://github.com/huggingface/safetensors">safetensors</a>: eight bytes
 * for the length of the header, the header in JSON, the values in little-endian order. All that the
 * header says is checked when the file is opened, before anything of the size it speaks of is
 * allocated.
 */
public final class SafetensorsReader implements Closeable {
  /** As much as the format's own library allows. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = 8;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final long dataAt;

  private SafetensorsReader(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new FileFormatException(
          file, "has " + size + " bytes, expected at least 8: is it a safetensors file?");
    }
    long length = read(0, LENGTH_BYTES).getLong();
    if (length < 2 || length > Math.min(LONGEST_HEADER, size - LENGTH_BYTES)) {
      throw new FileFormatException(
          file,
          "the header is said to have %d bytes, expected 2 to %d: is it a safetensors file?"
              .formatted(length, Math.min(LONGEST_HEADER, size - LENGTH_BYTES)));
    }
    dataAt = LENGTH_BYTES + length;
    header = SafetensorsHeader.parse(file, read(LENGTH_BYTES, (int) length).array(), size - dataAt);
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @return a reader, to be closed
   * @throws FileFormatException if the file is no safetensors file, or damaged
   * @throws IOException if it cannot be read
   */
  public static SafetensorsReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SafetensorsReader(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Texts that the file carries besides tensors.
   *
   * @return by name
   */
  public Map<String, String> metadata() {
    return Map.copyOf(header.metadata());
  }

  /**
   * Names of the tensors.
   *
   * @return in the order of the header
   */
  public Set<String> names() {
    return header.tensors().keySet();
  }

  /**
   * Sizes of a tensor.
   *
   * @param name its name
   * @return row-major
   * @throws FileFormatException if there is none of that name
   */
  public List<Integer> sizes(String name) throws FileFormatException {
    return entry(name).sizes();
  }

  /**
   * Reads a tensor.
   *
   * @param name its name
   * @return its values as floats
   * @throws IOException if there is none of that name, or it cannot be read
   */
  public float[] read(String name) throws IOException {
    float[] values = new float[entry(name).length()];
    read(name, values);
    return values;
  }

  /**
   * Reads a tensor.
   *
   * @param name its name
   * @param values as long as the tensor; overwritten
   * @throws IOException if there is none of that name and length, or it cannot be read
   */
  public void read(String name, float[] values) throws IOException {
    SafetensorsHeader.Entry entry = entry(name);
    if (entry.length() != values.length) {
      throw new FileFormatException(
          file,
          "tensor %s has %d values, expected %d".formatted(name, entry.length(), values.length));
    }
    long at = dataAt + entry.from();
    int perBuffer = BUFFER / entry.type().bytes();
    for (int done = 0; done < values.length; done += perBuffer) {
      int count = Math.min(perBuffer, values.length - done);
      ByteBuffer bytes = read(at, count * entry.type().bytes());
      for (int i = 0; i < count; i++) {
        values[done + i] = entry.type().next(bytes);
      }
      at += bytes.capacity();
    }
  }

  private SafetensorsHeader.Entry entry(String name) throws FileFormatException {
    SafetensorsHeader.Entry entry = header.tensors().get(name);
    if (entry == null) {
      throw new FileFormatException(
          file, "has no tensor " + name + ", only " + header.tensors().keySet());
    }
    return entry;
  }

  private ByteBuffer read(long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException(file + " became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
