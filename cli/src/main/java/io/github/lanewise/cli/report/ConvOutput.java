package io.github.lanewise.cli.report;

import io.github.lanewise.bench.conv.ConvResult;

/** Where results are shown as they come. */
public interface ConvOutput {

  /**
   * Shows a result.
   *
   * @param result of one layer
   */
  void add(ConvResult result);

  /** Shows what comes after the last one. */
  void end();
}
