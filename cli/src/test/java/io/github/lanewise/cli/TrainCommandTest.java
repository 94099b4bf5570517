package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.cli.picture.PictureWriter;
import io.github.lanewise.nn.data.Dataset;
import io.github.lanewise.nn.data.Digits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From training to prediction by the commands alone. */
class TrainCommandTest {
  @TempDir Path folder;
  private String model;

  @BeforeEach
  void name() {
    model = folder.resolve("m.safetensors").toString();
  }

  /** What the purpose of the default run is: at least 98 % of the last fifth of the digits. */
  @Test
  void theDefaultTrainingIsGoodAndWhatItKeepsCanBeUsed() throws IOException {
    Path metrics = folder.resolve("m.json");
    Lanewise train = Lanewise.call("train", "--out", model, "--metrics", metrics.toString());
    assertThat(train.exitCode()).as(train.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(metrics.toFile());
    assertThat(json.path("testAccuracy").doubleValue()).isGreaterThanOrEqualTo(0.98);
    assertThat(json.path("seed").longValue()).isEqualTo(1);
    assertThat(json.path("seconds").doubleValue()).isPositive();
    assertThat(json.path("imagesPerSecond").doubleValue()).isPositive();
    assertThat(json.path("history")).hasSize(json.path("epochs").intValue());
    assertThat(json.path("history").get(0).path("loss").doubleValue()).isPositive();
    assertThat(train.err().lines().toList()).hasSize(json.path("epochs").intValue());

    Lanewise evaluate = Lanewise.call("evaluate", model);
    assertThat(evaluate.exitCode()).isZero();
    assertThat(evaluate.out())
        .startsWith(
            "digits: %.2f %% right".formatted(100 * json.path("testAccuracy").doubleValue()));

    assertThat(Lanewise.call("evaluate", model, "--data", folder.toString()).err())
        .contains("digits takes no --data");

    Dataset digits = Digits.test();
    float[] x = new float[64];
    digits.copy(0, x, 0);
    float[] ink = new float[64];
    for (int i = 0; i < 64; i++) {
      ink[i] = 255 - (x[i] * 6 + 5) / 16 * 255; // dark on bright, as on paper
    }
    Path picture = folder.resolve("digit.png");
    PictureWriter.write(picture, new Picture(8, 8, ink).tiledTo(8, 8));
    Lanewise predict = Lanewise.call("predict", model, picture.toString());
    assertThat(predict.exitCode()).as(predict.err()).isZero();
    assertThat(predict.out()).startsWith(picture + ": " + digits.label(0) + " ");

    Lanewise summary = Lanewise.call("summary", model);
    assertThat(summary.out()).contains("conv1", "Conv2d", "total");
  }

  @Test
  void theSameSeedGivesTheSameFile() throws IOException {
    Path other = folder.resolve("n.safetensors");
    String[] args = {"train", "--model", "mlp", "--epochs", "1", "--seed", "5", "--out"};
    assertThat(Lanewise.call(with(args, model, "--threads", "1")).exitCode()).isZero();
    assertThat(Lanewise.call(with(args, other.toString(), "--threads", "3")).exitCode()).isZero();
    assertThat(Files.readAllBytes(Path.of(model))).isEqualTo(Files.readAllBytes(other));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("m.safetensors", "n.safetensors");
  }

  private static String[] with(String[] args, String... more) {
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return all;
  }

  @Test
  void mistakesAreNamed() {
    assertThat(Lanewise.call("train", "cats").err())
        .contains(
            "there is no data named 'cats', expected one of [digits, mnist, fashion-mnist, cifar-10]");
    assertThat(Lanewise.call("train", "mnist").err()).contains("--data FOLDER");
    assertThat(Lanewise.call("train", "--data", folder.toString()).err())
        .contains("digits takes neither --data nor --download");
    assertThat(Lanewise.call("train", "--download").exitCode()).isEqualTo(2);
    assertThat(Lanewise.call("train", "mnist", "--data", folder.toString()).err())
        .contains("has neither train-images-idx3-ubyte nor");
    assertThat(
            Lanewise.call(
                    "train", "--epochs", "1", "--out", folder.resolve("m").toString(), "--resume")
                .exitCode())
        .isZero(); // nothing to go on from: it begins anew
    assertThat(Lanewise.call("train", "--epochs", "0").exitCode()).isEqualTo(2);
    assertThat(Lanewise.call("train", "--out", folder.resolve("no/m").toString()).err())
        .contains("does not exist; make it first");
    assertThat(Lanewise.call("train", "--plot", folder.toString()).err())
        .contains(folder + " is a folder, expected the name of a file");
    assertThat(Lanewise.call("train", "--out", model, "--metrics", model).err())
        .contains("is named twice");
    assertThat(Lanewise.call("evaluate", folder.resolve("none").toString()).exitCode())
        .isEqualTo(1);
    assertThat(Lanewise.call("summary", "nothing").err()).contains("neither a file nor one of");
  }

  /** Pictures of 4×4 whose upper or lower half is bright. */
  @Test
  void aTextFileIsLearned() throws IOException {
    StringBuilder lines = new StringBuilder("p0,p1,…,class\n");
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 16; j++) {
        boolean bright = (j < 8) == (i % 2 == 0);
        lines.append((bright ? 200 : 20) + (i * 7 + j * 3) % 30).append(',');
      }
      lines.append(i % 2).append('\n');
    }
    String data = Files.writeString(folder.resolve("halves.csv"), lines).toString();
    Lanewise train = Lanewise.call("train", data, "--out", model, "--epochs", "6");
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.out()).contains("100.00 % of 12 test pictures right");
    assertThat(Lanewise.call("evaluate", model).out()).contains("100.00 % right, 12 of 12");
    String list =
        Files.writeString(folder.resolve("list.csv"), "1,2,3,0\n7,8,9,1\n".repeat(20)).toString();
    Lanewise dense = Lanewise.call("train", list, "--out", model, "--epochs", "2");
    assertThat(dense.exitCode()).as(dense.err()).isZero();
    assertThat(dense.out()).contains("of 8 test");
    Files.writeString(folder.resolve("short.csv"), "1,2,0\n1,1\n");
    assertThat(Lanewise.call("train", folder.resolve("short.csv").toString()).err())
        .contains("line 2 has 2 columns, expected the 2 values of the line before it");
    Files.writeString(folder.resolve("one.csv"), "1,2,0\n3,4,0\n");
    assertThat(Lanewise.call("train", folder.resolve("one.csv").toString()).err())
        .contains("has 2 examples of 1 classes, expected 5 of 2 at least");
  }

  /** Bright squares and dark ones, in colour, a folder for each. */
  @Test
  void aFolderOfPicturesIsLearned() throws IOException {
    for (String name : new String[] {"bright", "dark"}) {
      Path place = Files.createDirectories(folder.resolve("squares").resolve(name));
      for (int i = 0; i < 10; i++) {
        float[][] planes = new float[3][12 * 14];
        for (int j = 0; j < 12 * 14; j++) {
          float value = (name.equals("bright") ? 180 : 30) + (i * 31 + j * 17) % 40;
          planes[0][j] = value;
          planes[1][j] = value / 2;
          planes[2][j] = value / 3;
        }
        PictureWriter.write(place.resolve(i + ".png"), new Picture(14, 12, planes));
      }
    }
    Path metrics = folder.resolve("m.json");
    String data = folder.resolve("squares").toString();
    Lanewise train =
        Lanewise.call("train", data, "--out", model, "--epochs", "4", "--metrics", metrics + "");
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.out()).contains("of 4 test pictures right");
    Path bright = folder.resolve("squares/bright/4.png");
    Lanewise predict = Lanewise.call("predict", model, bright.toString());
    assertThat(predict.out()).startsWith(bright + ": bright ");
    assertThat(Lanewise.call("evaluate", model).out()).contains(data, "of 4");
    Lanewise again =
        Lanewise.call("train", data, "--model", model, "--out", model + 2, "--epochs", "1");
    assertThat(again.exitCode()).as(again.err()).isZero();
    Files.createDirectories(folder.resolve("one/only"));
    assertThat(Lanewise.call("train", folder.resolve("one").toString()).err())
        .contains("has 1 folders, expected one with pictures for each of two classes or more");
    assertThat(Lanewise.call("train", "--model", "brain").err())
        .contains("'brain' is neither a file nor one of [lenet, mlp, mnist-example, pairs,");
  }

  @Test
  void theLecturesNetworkIsSummarised() {
    Lanewise summary = Lanewise.call("summary", "lecture");
    assertThat(summary.exitCode()).isZero();
    assertThat(summary.out()).contains("657,920", "778", "1,802", "1,024");
    assertThat(Lanewise.call("summary", "alexnet").out()).contains("177,209,344", "4,096");
    assertThat(Lanewise.call("summary", "alexnet2012").out())
        .contains("60,954,656", "10,568", "LocalResponseNorm");
  }
}
