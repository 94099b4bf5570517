package io.github.lanewise.bench.peers;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The thread-count setter of a native library, for which its Java binding has no method. A call
 * takes a few nanoseconds, so a peer makes it before every run and peers with different counts can
 * live in one process.
 */
final class NativeThreads {
  private final MethodHandle setter;

  /**
   * Finds the setter in a library that this process has already loaded.
   *
   * @param library the library's soname, as {@code libgomp.so.1}
   * @param function a C function of one int
   */
  @SuppressWarnings("restricted") // calling C is what this class is for
  NativeThreads(String library, String function) {
    setter =
        Linker.nativeLinker()
            .downcallHandle(
                SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow(function),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  }

  void set(int threads) {
    try {
      setter.invokeExact(threads);
    } catch (Throwable e) {
      throw new AssertionError("a C function of one int does not throw", e);
    }
  }
}
