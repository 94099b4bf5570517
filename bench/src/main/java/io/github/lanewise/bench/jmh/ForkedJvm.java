package io.github.lanewise.bench.jmh;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How JMH starts its forks from inside a program that runs on the module path.
 *
 * <p>JMH gives a fork the class path of its parent and the parent's JVM arguments. On the module
 * path the first is empty and the second does not fit, so both are set here: a fork gets every
 * module of this program on its class path, the native peers where they are built, and the Vector
 * API by flag.
 */
public final class ForkedJvm {

  private static final String CLASS_PATH = "java.class.path";

  /** Names the folder with the jars of the native peers, in a build that has them. */
  private static final String PEERS = "lanewise.peers";

  private ForkedJvm() {}

  /**
   * JMH options for one fork that finds all classes of this program and the Vector API.
   *
   * @param benchmark the class to run
   * @param jvmArgs further arguments for the forked JVMs, such as {@code -Xmx2g}
   * @return a builder to which the caller adds how often to run; do not call {@code jvmArgs} on it,
   *     which would replace the flags set here
   */
  public static ChainedOptionsBuilder options(Class<?> benchmark, String... jvmArgs) {
    // JMH reads this property when it starts a fork and offers no other way to set the class path.
    System.setProperty(CLASS_PATH, String.join(File.pathSeparator, classPath()));
    List<String> all = new ArrayList<>(arguments());
    all.addAll(List.of(jvmArgs));
    return new OptionsBuilder()
        .jvmArgs(all.toArray(String[]::new))
        .include("^" + Pattern.quote(benchmark.getName()) + "\\.")
        .forks(1)
        .timeUnit(TimeUnit.SECONDS)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true);
  }

  /**
   * What every forked JVM needs besides its class path.
   *
   * @return flags, and the properties of this JVM that start with {@code lanewise.}
   */
  public static List<String> arguments() {
    List<String> all = new ArrayList<>();
    all.add("--add-modules=jdk.incubator.vector");
    // Compiled when due, not when the compiler's threads find a free processor: where processors
    // are few or busy, the interpreter would be measured.
    all.add("-XX:-BackgroundCompilation");
    all.add("--sun-misc-unsafe-memory-access=allow"); // JMH's own, else it warns in every fork
    if (hasPeers()) {
      all.add("--enable-native-access=ALL-UNNAMED");
    }
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("lanewise."))
        .sorted()
        .forEach(name -> all.add("-D" + name + "=" + System.getProperty(name)));
    return all;
  }

  /**
   * Whether this program was built with the native peers.
   *
   * @return true if forks find them on their class path
   */
  public static boolean hasPeers() {
    return System.getProperty(PEERS) != null;
  }

  /**
   * The class path of a fork that uses little: a JVM looks for a class in each of its entries.
   *
   * @param used a class whose module is used, with those that it reads, besides this one
   * @param peers whether the native peers are, too
   * @return the modules, each once; the whole class path where this program is not on modules
   */
  public static List<String> classPath(Class<?> used, boolean peers) {
    Configuration program = ModuleLayer.boot().configuration();
    Optional<ResolvedModule> module = program.findModule(used.getModule().getName());
    Optional<ResolvedModule> own = program.findModule(ForkedJvm.class.getModule().getName());
    if (module.isEmpty() || own.isEmpty()) {
      return classPath();
    }
    Set<ResolvedModule> modules = new LinkedHashSet<>(List.of(own.get()));
    addReads(module.get(), modules);
    return Stream.concat(files(modules.stream()), peers ? peers() : Stream.empty()).toList();
  }

  private static void addReads(ResolvedModule module, Set<ResolvedModule> modules) {
    if (modules.add(module)) {
      module.reads().forEach(read -> addReads(read, modules));
    }
  }

  private static Stream<String> peers() {
    return hasPeers()
        ? Stream.of(System.getProperty(PEERS) + File.separator + "*")
        : Stream.empty();
  }

  private static Stream<String> files(Stream<ResolvedModule> modules) {
    return modules
        .map(ResolvedModule::reference)
        .flatMap(reference -> reference.location().stream())
        .filter(location -> "file".equals(location.getScheme()))
        .map((URI location) -> Path.of(location).toString());
  }

  /**
   * The class path of a fork.
   *
   * @return the modules of this program that are files, its class path, the native peers; each
   *     entry once
   */
  public static List<String> classPath() {
    Stream<String> modules = files(ModuleLayer.boot().configuration().modules().stream()).sorted();
    Stream<String> classes = Stream.of(System.getProperty(CLASS_PATH).split(File.pathSeparator));
    return Stream.of(modules, classes, peers())
        .flatMap(entries -> entries)
        .filter(entry -> !entry.isEmpty())
        .distinct()
        .toList();
  }
}
