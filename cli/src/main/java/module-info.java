/** The {@code lanewise} command: it reads what the user asks, has it computed, and shows it. */
@SuppressWarnings("requires-automatic") // XChart has no module-info
module io.github.lanewise.cli {
  requires gg.jte.runtime;
  requires info.picocli;
  requires io.github.lanewise.bench;
  requires io.github.lanewise.kernels;
  requires io.github.lanewise.nn;
  requires io.github.lanewise.onnx;
  requires java.desktop;
  requires me.tongfei.progressbar;
  requires xchart;

  // picocli makes the commands and fills in their options by reflection.
  opens io.github.lanewise.cli to
      info.picocli;
}
