package io.github.lanewise.cli;

import io.github.lanewise.bench.conv.ConvResult;

/** Where results are shown as they come. */
interface ConvOutput {

  /** Shows a result. */
  void add(ConvResult result);

  /** Shows what comes after the last one. */
  void end();
}
