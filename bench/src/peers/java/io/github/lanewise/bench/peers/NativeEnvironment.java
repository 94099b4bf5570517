package io.github.lanewise.bench.peers;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The environment of this process as native code sees it. */
final class NativeEnvironment {
  private NativeEnvironment() {}

  /** Removes variables; libraries that are loaded afterwards do not see them. */
  @SuppressWarnings("restricted") // calling C is what this class is for
  static void unset(String... names) {
    Linker linker = Linker.nativeLinker();
    MethodHandle unsetenv =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("unsetenv"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      for (String name : names) {
        int status = (int) unsetenv.invoke(arena.allocateFrom(name));
        if (status != 0) {
          throw new IllegalStateException("unsetenv(%s) returned %d".formatted(name, status));
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a C function throws nothing", e);
    }
  }
}
