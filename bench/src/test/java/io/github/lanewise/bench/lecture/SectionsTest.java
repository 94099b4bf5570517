package io.github.lanewise.bench.lecture;

import static java.util.Comparator.comparingDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.bench.costtable.Slide;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sections that take no measurement, held against the lecture and against sums by hand. */
class SectionsTest {
  private static final Workers ONE = Workers.serial();

  /** Whole numbers without a period that a shift could hide behind. */
  private static Plane plane(int width, int height) {
    float[] values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7919 + i * i % 31 * 17) % 256;
    }
    return new Plane(height, width, values);
  }

  @Test
  void bothModesGiveTheSameGradientAndTheLibraryAgrees() {
    Recap recap = Recap.compute(ONE);
    assertThat(recap.steps()).hasSize(23);
    assertThat(recap.steps().getLast().value()).isCloseTo(0.735015, within(1e-6));
    assertThat(recap.derivatives()).hasSize(11);
    for (Recap.Derivative derivative : recap.derivatives()) {
      assertThat(derivative.forward())
          .as(derivative.name())
          .isCloseTo(derivative.backward(), within(1e-15));
    }
    assertThat(recap.largestDifference()).isBetween(0.0, 1e-15);
    for (int i = 0; i < 2; i++) {
      double exact = recap.derivatives().get(i).backward();
      assertThat(recap.network().forward().get(i)).isCloseTo(exact, within(1e-6));
      assertThat(recap.network().backward().get(i)).isCloseTo(exact, within(1e-6));
    }
    assertThat(recap.layers().getFirst().sums()).containsExactly(1.75, 0.5);
    assertThat(recap.descent().lossAfter()).isLessThan(recap.descent().lossBefore());
  }

  @Test
  void theDigitProblemHasTheSlidesNumbers() {
    DigitProblem problem = DigitProblem.compute(1, ONE);
    assertThat(problem.weights()).isEqualTo(657_920);
    assertThat(problem.biases()).isEqualTo(778);
    assertThat(problem.biases() + problem.inputs()).isEqualTo(1_802);
    assertThat(problem.checks()).extracting(Slide.Check::agrees).containsExactly(true, false, true);
    assertThat(problem.digits())
        .extracting(Digit::label)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(problem.pixels().values()).hasSize(64).contains(0f, 15f);
    assertThat(problem.guess().crossEntropy()).isCloseTo(Math.log(10), within(1e-6));
    assertThat(problem.guess().squaredError()).isCloseTo(0.9 * 0.9 + 9 * 0.1 * 0.1, within(1e-6));
    float sum = 0;
    for (float probability : problem.untrained().probabilities()) {
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, within(1e-5f));
  }

  @Test
  void connectionsAreThoseOfTheLayers() {
    Ideas ideas = Ideas.compute(plane(80, 60), ONE);
    assertThat(ideas.dense().edges()).hasSize(25);
    assertThat(ideas.dense().edges()).extracting(Connections.Edge::weight).doesNotHaveDuplicates();
    assertThat(ideas.convolution().edges())
        .hasSize(13)
        .contains(new Connections.Edge(1, 2, 0), new Connections.Edge(2, 2, 1));
    assertThat(ideas.convolution().weights()).isEqualTo(3);
    assertThat(ideas.convolution().sources(2)).containsExactly(1, 2, 3);
    assertThat(ideas.convolution().targets(0)).containsExactly(0, 1);
    assertThat(ideas.fields()).containsExactly(3, 5, 7);
    // Along an axis of 32 pixels, 3 taps make 3 · 32 − 2 pairs and 5 taps 5 · 32 − 6.
    assertThat(ideas.counts())
        .containsExactly(
            new Ideas.Count("dense", 1_048_576, 1_048_576),
            new Ideas.Count("convolution 5×5", 154 * 154, 25),
            new Ideas.Count("convolution 3×3", 94 * 94, 9));
  }

  @Test
  void convolutionIsEquivariantToWholeStridesAlone() {
    Equivariance equivariance = Equivariance.compute(plane(80, 60), ONE);
    assertThat(equivariance.cases()).hasSize(28);
    for (Equivariance.ErrorMap map : equivariance.cases()) {
      assertThat(map.inside()).isPositive();
      if (map.whole()) {
        assertThat(map.largestInside()).as(map.toString()).isZero();
      } else {
        assertThat(map.largestInside()).as(map.toString()).isGreaterThan(100);
      }
    }
    assertThat(equivariance.wholeCases()).isEqualTo(18);
    assertThat(equivariance.largestWhole()).isZero();
    assertThat(equivariance.smallestOther()).isGreaterThan(100);
    assertThat(equivariance.maps())
        .extracting(Equivariance.ErrorMap::whole)
        .containsExactly(true, true, false);
    // At the border, where black comes in, it is not.
    assertThat(equivariance.maps().getFirst().error().high()).isPositive();
  }

  @Test
  void widerPoolingChangesLessWhenAPictureMoves() {
    float[] values = new float[96 * 96];
    for (int i = 0; i < values.length; i++) {
      int row = i / 96;
      values[i] = (float) (127 + 100 * Math.sin(i % 96 / 5.0) * Math.cos(row / 7.0));
    }
    Tolerance tolerance = Tolerance.compute(new Plane(96, 96, values), ONE);
    assertThat(tolerance.series()).hasSize(7);
    for (Tolerance.Series series : tolerance.series()) {
      assertThat(series.changes().getFirst()).isZero();
    }
    double none = tolerance.series().get(0).changes().get(1);
    double widest = tolerance.series().get(3).changes().get(1);
    assertThat(tolerance.series().get(3).name()).isEqualTo("max 8×8");
    assertThat(widest).isPositive().isLessThan(none);
  }

  @Test
  void everyWorkedOutputIsTheSumOfItsProducts() {
    Steps steps = Steps.compute(plane(80, 60), ONE);
    for (Worked worked : steps.worked()) {
      assertThat(worked.products()).hasSize(9);
      assertThat(worked.output().at(worked.row(), worked.column()))
          .as(worked.title())
          .isEqualTo((float) worked.sum());
    }
    assertThat(steps.worked()).extracting(w -> w.output().rows()).containsExactly(4, 2, 6, 2);
    for (int i = 0; i < 4; i++) {
      float sum = 0;
      for (Worked channel : steps.channels().channels()) {
        sum += channel.output().values()[i];
      }
      assertThat(steps.channels().output().values()[i]).isEqualTo(sum);
    }
  }

  @Test
  void sixKernelsGiveSixPicturesOf55() {
    Steps steps = Steps.compute(plane(320, 280), ONE);
    assertThat(steps.six().kernels()).hasSize(6);
    assertThat(steps.six().kernels())
        .allMatch(k -> k.output().height() == 55 && k.output().width() == 55);
    assertThat(steps.six().unpadded()).contains("= 54");
    assertThat(steps.six().padded()).startsWith("floor((2 + 224 + 2 − 11) / 4) + 1 = 55");
    assertThat(steps.checks())
        .extracting(Slide.Check::agrees)
        .containsExactly(true, false, true, true);
    assertThat(steps.sizes())
        .extracting(Steps.Size::output)
        .containsExactly(319, 32, 24, 2, 54, 55);
    for (FirstKernels kernel : FirstKernels.values()) {
      double sum = 0;
      double size = 0;
      for (float weight : kernel.weights(11).values()) {
        sum += weight;
        size += Math.abs(weight);
      }
      assertThat(size).isCloseTo(1, within(1e-5));
      assertThat(sum).isCloseTo(kernel == FirstKernels.AVERAGE ? 1 : 0, within(1e-5));
    }
  }

  @Test
  void edgesAreFoundOnPicturesOfAnySize() {
    float[] half = new float[1000 * 10];
    for (int i = 0; i < half.length; i++) {
      half[i] = i % 1000 < 500 ? 0 : 40;
    }
    EdgeDetection edges = EdgeDetection.compute("half", new Picture(1000, 10, half), ONE);
    assertThat(edges.width()).isEqualTo(1000);
    assertThat(edges.picture().width()).isEqualTo(640);
    assertThat(edges.filtered())
        .extracting(EdgeDetection.Filtered::filter)
        .startsWith("-1 1", "-1; 1")
        .contains("sobel", "blur");
    float[] vertical = edges.filtered().getFirst().picture().plane(0);
    assertThat(vertical[320]).isPositive();
    assertThat(vertical[100]).isZero();
    assertThat(edges.filtered().get(1).picture().plane(0)).containsOnly(0);
    assertThat(edges.filtered().get(1).height()).isEqualTo(9);
    EdgeDetection.Weights blur = edges.filtered().get(4).kernels().getFirst();
    assertThat(blur.divisor()).isEqualTo(256);
    assertThat(blur.numbers().at(2, 2)).isEqualTo(36);
    assertThat(edges.filtered().get(2).kernels()).as("across and down").hasSize(2);
  }

  @Test
  void poolingAndSoftmax() {
    float[] scores = {1, 3, 2};
    Scores said = new Scores(1, scores, Scores.softmax(scores, ONE), 0, 0);
    Poolings poolings = Poolings.compute(plane(40, 30), said, ONE);
    assertThat(poolings.weights()).isZero();
    assertThat(poolings.pooledNumbers()).hasSize(4);
    Matrix max = poolings.pooledNumbers().get(1).output();
    assertThat(max.values()).containsExactly(6, 5, 1, 8, 9, 8, 2, 5, 7);
    Matrix average = poolings.pooledNumbers().get(3).output();
    assertThat(average.at(0, 0)).isEqualTo((1 + 3 + 4 + 6) / 4f);
    assertThat(poolings.checks()).allMatch(Slide.Check::agrees);
    assertThat(poolings.softmax().naive()).isInfinite();
    assertThat(poolings.softmax().probabilities()).containsExactly(said.probabilities());
    assertThat(said.best()).isEqualTo(1);
    assertThat(said.margin()).isEqualTo(said.probabilities()[1] - said.probabilities()[2]);
  }

  @Test
  void alexNetAnswersBothQuestions() {
    AlexNets nets = AlexNets.compute();
    assertThat(nets.questions().inputs()).isEqualTo(43_264);
    assertThat(nets.questions().weights()).isEqualTo(177_209_344);
    assertThat(nets.questions().biases()).isEqualTo(4_096);
    assertThat(nets.questions().poolingInputs()).isEqualTo(9_216);
    assertThat(nets.krizhevsky().weights() + nets.krizhevsky().biases()).isEqualTo(60_965_224);
    assertThat(nets.checks()).allMatch(Slide.Check::agrees);
    assertThat(nets.lecture().row("conv5").fieldHeight()).isEqualTo(163);
    double dense = 43_264 * 4_096.0 + 4_096 * 4_096.0 + 4_096 * 1_000.0;
    assertThat(nets.lecture().weightsInDense())
        .isCloseTo(100 * dense / nets.lecture().weights(), within(1e-9));
    assertThat(nets.lecture().workInConvolutions()).isBetween(80.0, 90.0);
  }

  @Test
  void picturesTooSmallForTheKernelsAreRefused() {
    LectureRun run = new LectureRun(new Picture(4, 4, new float[16]), Effort.QUICK, 1, 1);
    assertThatThrownBy(() -> run.addPicture("dot.png", new Picture(1, 1, new float[1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dot.png has 1×1 pixels, expected at least 5×5");
  }

  @Test
  void aLittleTrainingFillsEverySection() throws Exception {
    List<Double> told = new ArrayList<>();
    Learned learned =
        Learned.train(TINY, 1, ONE, (task, done, total) -> told.add((double) done / total));
    assertThat(told).contains(0.5, 1.0);
    assertThat(learned.weights()).isEqualTo(62_096);
    assertThat(learned.epochs()).hasSize(1);
    assertThat(learned.filters()).hasSize(16).allMatch(f -> f.height() == 3 && f.width() == 3);
    assertThat(learned.maps()).extracting(Learned.Maps::channels).containsExactly(16, 32, 128);
    assertThat(learned.maps())
        .extracting(m -> m.planes().getFirst().width())
        .containsExactly(32, 16, 8);
    assertThat(learned.evaluation().examples()).isEqualTo(360);
    assertThat(learned.evaluation().accuracy()).isGreaterThan(0.5);
    assertThat(learned.wrong()).allMatch(w -> w.scores().best() != w.digit().label());
    assertThat(learned.wrong())
        .isSortedAccordingTo(comparingDouble(w -> -w.scores().probability()))
        .allMatch(w -> w.scores().margin() >= learned.unsure().scores().margin());
    assertThat(learned.saliency()).allMatch(s -> s.slope().high() > 0 && s.slope().low() < 0);
    assertThat(learned.comparison().byPictures()).hasSize(2);
    assertThat(learned.comparison().byWeights()).isEmpty();
  }

  private static final Effort TINY = new Effort(true, 64, 1, List.of(20), 20, 0);
}
