package io.github.lanewise.bench.jmh;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder for what a measurement and its forks pass to each other. It is gone afterwards, and so
 * are the forks, also when the program is stopped by Ctrl-C or SIGTERM.
 */
public final class WorkFolder implements Closeable {
  private final Path folder;

  /** Ctrl-C also reaches the forks, whose end may be seen before our own. */
  private static final long MOMENT_MILLIS = 300;

  private volatile boolean stopped;
  private final WhenStopped whenStopped = new WhenStopped(this::stop);

  private WorkFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a folder.
   *
   * @param parent where to make it
   * @return the folder, empty
   * @throws IOException if it cannot be made; the message names the parent
   */
  public static WorkFolder in(Path parent) throws IOException {
    Path folder;
    try {
      folder = Files.createTempDirectory(parent, "lanewise-");
    } catch (IOException e) {
      throw new IOException(
          parent + ": cannot make a folder for temporary files here; use --temp FOLDER", e);
    }
    return new WorkFolder(folder);
  }

  /**
   * Where it is.
   *
   * @return the folder; files may be made in it, but no folders
   */
  public Path path() {
    return folder;
  }

  /** If the program is being stopped, which ends the forks, waits for the end of it all. */
  public void waitIfStopped() {
    try {
      Thread.sleep(MOMENT_MILLIS);
      if (stopped) {
        Thread.currentThread().join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    stopped = true;
    List<ProcessHandle> forks =
        ProcessHandle.current().children().filter(WorkFolder::isFork).toList();
    forks.forEach(ProcessHandle::destroyForcibly);
    forks.forEach(fork -> fork.onExit().join());
    delete();
  }

  private static boolean isFork(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("org.openjdk.jmh.runner.ForkedMain");
  }

  private void delete() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      System.getLogger(WorkFolder.class.getName())
          .log(System.Logger.Level.WARNING, folder + ": cannot delete this folder", e);
    }
  }

  @Override
  public void close() {
    delete();
    whenStopped.close();
  }
}
