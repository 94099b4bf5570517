package io.github.lanewise.kernels.simd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/**
 * Defines a kernel once for each of its kinds, from the one class file that the compiler made of
 * its source: hidden classes whose class data, a {@link TileKind}, is constant within them, so that
 * the JIT compilers build just what a kind needs.
 */
final class Templates {
  private Templates() {}

  /**
   * Defines a class.
   *
   * @param template the class to define again; its constructor takes nothing
   * @param type an interface of the template
   * @param kind what is constant in the new class
   * @return an instance of it
   */
  static <T> T define(String template, Class<T> type, Record kind) {
    try (InputStream in = Templates.class.getResourceAsStream(template + ".class")) {
      Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), kind, true);
      return type.cast(
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class)).invoke());
    } catch (IOException e) {
      throw new UncheckedIOException("the class file of " + template + " cannot be read", e);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new LinkageError(template + " cannot be defined for " + kind, e);
    }
  }

  /**
   * What is constant in the class that is being initialised.
   *
   * @param lookup of that class
   * @return its kind
   */
  static TileKind kind(Lookup lookup) {
    return kind(lookup, TileKind.class);
  }

  static <K extends Record> K kind(Lookup lookup, Class<K> type) {
    try {
      return MethodHandles.classData(lookup, "_", type);
    } catch (IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
