package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.Chapter;
import io.github.lanewise.bench.contest.Table;
import java.util.List;
import java.util.Locale;

/** How models are shown. */
public final class ModelTable {
  /** What the document on performance says of them. */
  public static final Chapter<ModelResult> CHAPTER =
      new Chapter<>(
          "Whole models",
          "model",
          "ONNX files, computed by all from the same arrays into the same arrays, in turns within"
              + " one JVM. The first answer is the time from the start of a process to the first"
              + " output: JVM, classes or native library, model file, first run; the median over"
              + " fresh JVMs that take turns, each with an archive of its classes.",
          ModelTable::of);

  private ModelTable() {}

  /**
   * A {@link Table.Form}.
   *
   * @param style how it is written
   * @param models names of the models, for the width of their column
   * @param peers names of the native libraries
   * @return the table
   */
  public static Table<ModelResult> of(Table.Style style, List<String> models, List<String> peers) {
    return new Table<ModelResult>(style, peers)
        .names("model", ModelResult::model, models)
        .millis("ms", ModelResult::seconds)
        .spread()
        .numbers("% of peak", "%.1f", ModelResult::percentOfPeak)
        .peers()
        .bytes()
        .column("first answer ms", 0, result -> firstAnswer(result, OurModel.NAME))
        .peers("first ms", ModelTable::firstAnswer);
  }

  private static String firstAnswer(ModelResult result, String contender) {
    double seconds = result.firstAnswers().get(contender).seconds();
    return String.format(Locale.ROOT, "%.0f", 1e3 * seconds);
  }
}
