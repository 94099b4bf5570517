package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LectureCommandTest {
  @TempDir Path folder;

  /** y = g(0.25 + 2 g(1.75) − 1.5 g(0.5)), worked out by hand. */
  @Test
  void theRecapShowsBothModes() {
    Lanewise recap = Lanewise.call("lecture", "recap");
    assertThat(recap.exitCode()).as(recap.err()).isZero();
    double h1 = 1 / (1 + Math.exp(-1.75));
    double h2 = 1 / (1 + Math.exp(-0.5));
    double y = 1 / (1 + Math.exp(-(0.25 + 2 * h1 - 1.5 * h2)));
    double byX1 = y * (1 - y) * (2 * h1 * (1 - h1) * 0.75 - 1.5 * h2 * (1 - h2) * -0.5);
    assertThat(recap.out())
        .contains("%.6f".formatted(h1), "%.6f".formatted(h2), "%.6f".formatted(y))
        .contains("∂y/∂x1 = %.6f".formatted(byX1));
  }

  @Test
  void efficiencyIsATableAndAPlot() throws Exception {
    Path plot = folder.resolve("e.png");
    Lanewise run =
        Lanewise.call(
            "lecture",
            "efficiency",
            "--sizes",
            "20,40",
            "--shifts",
            "0,4",
            "--seen",
            "200",
            "--plot",
            plot.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(2 + 4);
    assertThat(run.out()).contains("657,920", "62,096", "4 px");
    assertThat(Files.size(plot)).isPositive();
    assertThat(Lanewise.call("lecture", "efficiency", "--sizes", "2000").err())
        .contains("expected 1 to the 1437 pictures there are");
  }

  @Test
  void thePageNeedsAPlaceAndAPictureBeforeTheWork() {
    assertThat(Lanewise.call("lecture").exitCode()).isEqualTo(2);
    assertThat(Lanewise.call("lecture").err()).contains("such as -o lecture.html");
    Lanewise nowhere = Lanewise.call("lecture", "-o", folder.resolve("no/l.html").toString());
    assertThat(nowhere.exitCode()).isEqualTo(1);
    assertThat(nowhere.err()).contains("the folder", "does not exist; make it first");
    Path page = folder.resolve("l.html");
    Lanewise picture =
        Lanewise.call("lecture", "-o", page.toString(), "--image", "no-such-picture.png");
    assertThat(picture.exitCode()).isEqualTo(1);
    assertThat(picture.err()).contains("no-such-picture.png: there is no such file");
    assertThat(page).doesNotExist();
  }
}
