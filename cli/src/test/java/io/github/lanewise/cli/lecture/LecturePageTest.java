package io.github.lanewise.cli.lecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.lanewise.bench.costtable.Column;
import io.github.lanewise.bench.costtable.Cost;
import io.github.lanewise.bench.costtable.CostTable;
import io.github.lanewise.bench.costtable.Result;
import io.github.lanewise.bench.costtable.Sweep;
import io.github.lanewise.bench.lecture.Costs;
import io.github.lanewise.bench.lecture.Effort;
import io.github.lanewise.bench.lecture.LectureRun;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.cli.picture.SamplePicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page, with little training and a cost table that was measured elsewhere. */
class LecturePageTest {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&.png";

  /** What each section has to show, whatever is measured. */
  private static final Map<String, List<String>> SECTIONS =
      Map.of(
          "numbers", List.of("657,920", "16,006,054,680", "43,264"),
          "recap", List.of("0.735015", "0.071177", "forward, 11 sweeps", "backward, 1 sweep"),
          "digits", List.of("657,920", "778", "1,802", "524,288"),
          "ideas", List.of("25 connections", "13 connections", "8,836", "exactly zero inside"),
          "steps", List.of("= 55", "= 54", "Dilation 2", "55×55", "Channels"),
          "edges", List.of("sobel", "320×280"),
          "costs", List.of("8,003,072,000", "178,640", "267,960", "~2.50 s", "power 2.04"),
          "pooling", List.of("average 2×2, stride 2", "max 8×8, stride 1", "is infinite"),
          "learned", List.of("62,096", "Saliency", "Confusion matrix", "657,920 weights against"),
          "alexnet", List.of("177,209,344", "4,096", "60,965,224", "163×163"));

  private static final Machine MACHINE =
      new Machine("Test CPU", 2, 24L << 30, "TestOS", "Java 25", 512);

  @TempDir static Path folder;
  private static Path page;

  @BeforeAll
  static void write() throws Exception {
    LectureRun run =
        new LectureRun(SamplePicture.read(), new Effort(true, 64, 1, List.of(20, 40), 40, 1), 1, 1);
    run.addPicture(HOSTILE, new Picture(7, 7, new float[49]));
    page = folder.resolve("lecture.html");
    LecturePage.write(page, run.with(costs(), Progress.NONE), "lanewise test");
  }

  private static Costs costs() {
    CostTable table =
        new CostTable(
            320,
            280,
            1,
            List.of(
                result(
                    Column.DENSE,
                    new Cost(8_003_072_000L, 16_006_054_680L, 0, 32_012_288_000L, 32_013_003_680L),
                    2.5),
                result(
                    Column.SPARSE,
                    new Cost(178_640, 267_960, 1_071_844, 1_786_404, 2_502_084),
                    4e-5),
                result(Column.CONVOLUTION, new Cost(2, 267_960, 0, 8, 715_688), 5e-6)),
            0,
            "all three at full size",
            List.of(),
            MACHINE);
    return Costs.of(
        table,
        new Sweep(
            1,
            List.of(
                series(Column.DENSE, 2.04),
                series(Column.SPARSE, 1.1),
                series(Column.CONVOLUTION, 0.98)),
            MACHINE));
  }

  private static Result result(Column column, Cost cost, double seconds) {
    boolean dense = column == Column.DENSE;
    return new Result(
        column,
        cost,
        "extrapolated",
        dense,
        3,
        seconds,
        seconds,
        seconds,
        200,
        new MemoryLevel("L2", 1 << 20, 150, 100),
        column != Column.CONVOLUTION);
  }

  private static Sweep.Series series(Column column, double exponent) {
    return new Sweep.Series(
        column,
        List.of(
            new Sweep.Time(32, 1000, 1e-6, false),
            new Sweep.Time(64, 4000, 1e-5, false),
            new Sweep.Time(128, 16_000, 1e-3, true)),
        exponent,
        1);
  }

  @Test
  void valuesAreInThePageAsJson() throws Exception {
    Matcher json =
        Pattern.compile(
                "<script type=\"application/json\" id=\"values\">(.*?)</script>", Pattern.DOTALL)
            .matcher(Files.readString(page));
    assertThat(json.find()).isTrue();
    JsonNode values = JsonMapper.builder().build().readTree(json.group(1));
    assertThat(values.at("/digits/weights").longValue()).isEqualTo(657_920);
    assertThat(values.at("/costs/table/results/2/cost/storedFloats").longValue()).isEqualTo(2);
    assertThat(values.at("/alexNets/questions/weights").longValue()).isEqualTo(177_209_344);
    assertThat(values.at("/learned/epochs/0/loss").doubleValue()).isPositive();
    assertThat(values.at("/edges/1/name").textValue()).isEqualTo(HOSTILE);
  }

  /** All but the calculator is there before any script runs. */
  @Test
  void thePageIsWholeWithoutScripts() throws Exception {
    String html = Files.readString(page);
    SECTIONS.forEach(
        (section, numbers) -> {
          Matcher text =
              Pattern.compile("<section id=\"" + section + "\">(.*?)</section>", Pattern.DOTALL)
                  .matcher(html);
          assertThat(text.find()).as(section).isTrue();
          assertThat(text.group(1).replaceAll("<[^>]*>", "")).as(section).contains(numbers);
        });
    assertThat(html).doesNotContain("<img src=x");
    assertThat(Pattern.compile("<img (?![^>]*alt=)").matcher(html).find())
        .as("alt texts")
        .isFalse();
    assertThat(Pattern.compile("(src|href)=\"(?!data:|#)").matcher(html).find())
        .as("links out")
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 1400})
  void chromiumShowsItWithoutErrorsRequestsOrOverflow(int width) throws Exception {
    try (Browser browser = Browser.open(width)) {
      browser.show(page);
      assertThat(browser.consoleMessages()).isEmpty();
      assertThat(browser.requests()).containsExactly(page.toUri().toString());
      assertThat(browser.number("return document.documentElement.scrollWidth"))
          .as("width of the page")
          .isEqualTo(width);
      SECTIONS.forEach(
          (section, numbers) -> {
            String text = browser.text("section#" + section);
            assertThat(text).as(section).contains(numbers);
          });
      assertThat(browser.number("return [...document.images].filter(i => !i.naturalWidth).length"))
          .as("pictures that are none")
          .isZero();
      browser.type("#calculator [name=padding]", "0");
      assertThat(browser.text("#calculator output"))
          .contains("floor((0 + 224 + 0 − 11) / 4) + 1 = 54");
    }
  }
}
