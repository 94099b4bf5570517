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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  private static final Machine MACHINE =
      new Machine("Test CPU", 2, 24L << 30, "TestOS", "Java 25", 512);

  @TempDir static Path folder;
  private static Path page;
  private static JsonNode values;

  @BeforeAll
  static void write() throws Exception {
    LectureRun run =
        new LectureRun(SamplePicture.read(), new Effort(true, 64, 1, List.of(20, 40), 40, 1), 1, 1);
    run.addPicture(HOSTILE, new Picture(7, 7, new float[49]));
    page = folder.resolve("lecture.html");
    LecturePage.write(page, run.with(costs(), Progress.NONE), "lanewise test");
    Matcher json =
        Pattern.compile(
                "<script type=\"application/json\" id=\"values\">(.*?)</script>", Pattern.DOTALL)
            .matcher(Files.readString(page));
    assertThat(json.find()).isTrue();
    values = JsonMapper.builder().build().readTree(json.group(1));
  }

  /** What each section has to show of the values that are embedded in the page. */
  private static Map<String, List<String>> sections() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put(
        "numbers",
        List.of(grouped("/digits/weights"), grouped("/costs/table/results/0/cost/operations")));
    sections.put(
        "recap",
        List.of(
            fixed(6, "/recap/steps/22/value"),
            fixed(6, "/recap/derivatives/0/backward"),
            fixed(6, "/recap/network/forward/1"),
            fixed(4, "/recap/descent/lossAfter"),
            "the largest difference is"));
    sections.put(
        "digits",
        List.of(
            grouped("/digits/weights"),
            grouped("/digits/biases"),
            grouped("/digits/layers/0/weights"),
            "1,802",
            fixed(3, "/digits/untrained/crossEntropy"),
            fixed(3, "/digits/guess/squaredError")));
    sections.put(
        "ideas",
        List.of(
            values.at("/ideas/dense/edges").size() + " connections",
            values.at("/ideas/convolution/edges").size() + " connections",
            grouped("/ideas/counts/2/connections"),
            "exactly zero for each of " + grouped("/ideas/equivariance/maps/0/inside"),
            "it is " + number("/ideas/equivariance/smallestOther") + " at least",
            fixed(1, "/ideas/tolerance/series/3/changes/1") + " % (max 8×8)"));
    sections.put(
        "steps",
        List.of(
            values.at("/steps/six/padded").textValue(),
            values.at("/steps/six/unpadded").textValue(),
            values.at("/steps/worked/3/title").textValue(),
            number("/steps/channels/output/values/1") + " = "));
    sections.put(
        "edges",
        List.of(
            values.at("/edges/0/filtered/0/width") + "×" + values.at("/edges/0/filtered/0/height"),
            "each divided by " + values.at("/edges/0/filtered/4/kernels/0/divisor"),
            HOSTILE));
    sections.put(
        "costs",
        List.of(
            grouped("/costs/table/results/0/cost/storedFloats"),
            grouped("/costs/table/results/1/cost/storedFloats"),
            grouped("/costs/table/results/2/cost/operations"),
            "~2.50 s",
            "power " + fixed(2, "/costs/sweep/series/0/exponent")));
    sections.put(
        "pooling",
        List.of(
            number("/poolings/pooledNumbers/3/output/values/0"),
            "average pooling of stride 2 " + fixed(1, "/poolings/pooledPictures/3/output/mean"),
            fixed(2, "/poolings/softmax/scores/scores/0"),
            "a handwritten " + values.at("/learned/unsure/digit/label"),
            "is infinite"));
    sections.put(
        "learned",
        List.of(
            grouped("/learned/weights"),
            values.at("/learned/evaluation/right") + " of 360",
            grouped("/learned/comparison/byWeights/0/weights"),
            fixed(1, "/learned/comparison/byWeights/0/accuracies/0", 100) + " %",
            fixed(1, "/learned/comparison/byPictures/3/accuracies/2", 100) + " %"));
    sections.put(
        "alexnet",
        List.of(
            grouped("/alexNets/questions/weights"),
            grouped("/alexNets/questions/biases"),
            "60,965,224",
            fixed(1, "/alexNets/lecture/workInConvolutions") + " %"));
    return sections;
  }

  private static String grouped(String pointer) {
    return String.format(Locale.ROOT, "%,d", values.at(pointer).longValue());
  }

  private static String fixed(int decimals, String pointer) {
    return fixed(decimals, pointer, 1);
  }

  private static String fixed(int decimals, String pointer, double times) {
    assertThat(values.at(pointer).isNumber()).as(pointer).isTrue();
    double value = times * values.at(pointer).doubleValue();
    return String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '−');
  }

  /** A number without decimals, as far as it has none. */
  private static String number(String pointer) {
    return fixed(2, pointer).replaceFirst("\\.?0+$", "");
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
  void theSlidesNumbersAreAmongTheValues() {
    assertThat(values.at("/digits/weights").longValue()).isEqualTo(657_920);
    assertThat(values.at("/costs/table/results/2/cost/storedFloats").longValue()).isEqualTo(2);
    assertThat(values.at("/alexNets/questions/weights").longValue()).isEqualTo(177_209_344);
    assertThat(values.at("/learned/epochs/0/loss").doubleValue()).isPositive();
    assertThat(values.at("/edges/1/name").textValue()).isEqualTo(HOSTILE);
  }

  @Test
  void thePageAsksForNothingAndShowsNoMarkupOfOthers() throws Exception {
    String html = Files.readString(page);
    assertThat(html).doesNotContain("<img src=x");
    assertThat(Pattern.compile("<img (?![^>]*alt=)").matcher(html).find())
        .as("pictures without text")
        .isFalse();
    assertThat(Pattern.compile("<svg (?![^>]*aria-)").matcher(html).find())
        .as("drawings without text")
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
      assertWhole(browser);
      assertThat(browser.requests()).containsExactly(page.toUri().toString());
      assertThat(browser.number("return document.documentElement.scrollWidth"))
          .as("width of the page")
          .isEqualTo(width);
      browser.type("#calculator [name=padding]", "0");
      assertThat(browser.text("#calculator output"))
          .contains("floor((0 + 224 + 0 − 11) / 4) + 1 = 54");
      assertThat(browser.consoleMessages()).isEmpty();
    }
  }

  /** All but the calculator is there before any script runs. */
  @Test
  void chromiumShowsItWithScriptsOff() throws Exception {
    try (Browser browser = Browser.open(1400)) {
      browser.forbidScripts();
      browser.show(page);
      assertThat(browser.number("return document.getElementById('calculator').offsetHeight"))
          .as("height of the calculator, which no script showed")
          .isZero();
      assertWhole(browser);
      assertThat(browser.consoleMessages()).isEmpty();
    }
  }

  private static void assertWhole(Browser browser) {
    sections()
        .forEach(
            (section, texts) -> {
              String selector = "section#" + section;
              assertThat(browser.text(selector)).as(section).contains(texts);
              assertThat(
                      browser.number(
                          "return document.querySelector('" + selector + "').offsetHeight"))
                  .as("height of " + section)
                  .isGreaterThan(100);
            });
    assertThat(browser.number("return [...document.images].filter(i => !i.naturalWidth).length"))
        .as("pictures that are none")
        .isZero();
  }
}
