package io.github.lanewise.nn.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file beside its place first, then moves it there: nobody ever sees half a file. */
public final class AtomicFile {
  /** What is to be in the file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @param out where to; closed by the caller
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Checks that a file can be made, so that a command fails before its work rather than after.
   *
   * @param file the file to be
   * @throws IOException if its folder is missing or cannot be written to, or it is a folder itself
   */
  public static void check(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder, expected the name of a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(file + ": the folder " + folder + " does not exist; make it first");
    }
    if (!Files.isWritable(folder)) {
      throw new IOException(file + ": the folder " + folder + " cannot be written to");
    }
  }

  /**
   * Writes a file, over one of the same name.
   *
   * @param file the file
   * @param content what is to be in it
   * @throws IOException if it cannot be written; then nothing is left of it
   */
  public static void write(Path file, Content content) throws IOException {
    check(file);
    Path half = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    half.toFile().deleteOnExit(); // stopped by a signal
    try {
      try (FileChannel channel =
              FileChannel.open(
                  half,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": no right to write it", e);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
