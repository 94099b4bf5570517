package io.github.lanewise.cli.report;

/** Ways to write a result. */
public enum Format {
  /** For people. */
  TEXT,

  /** For documents. */
  MARKDOWN,

  /** For programs: one object. */
  JSON,

  /** For spreadsheets: one line for each column of the table or each point of the sweep. */
  CSV
}
