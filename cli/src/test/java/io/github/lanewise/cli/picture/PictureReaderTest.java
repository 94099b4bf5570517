package io.github.lanewise.cli.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.bench.picture.Picture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {

  @TempDir Path folder;

  @Test
  void theSampleIsThePictureOfTheSlide() throws IOException {
    Picture sample = SamplePicture.read();
    assertThat(sample.width()).isEqualTo(320);
    assertThat(sample.height()).isEqualTo(280);
    assertThat(sample.channels()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void whatIsWrittenIsRead(int channels) throws IOException {
    float[][] planes = new float[channels][6];
    for (int i = 0; i < 6; i++) {
      for (int channel = 0; channel < channels; channel++) {
        planes[channel][i] = 40 * i + channel;
      }
    }
    Path file = folder.resolve("p.png");
    PictureWriter.write(file, new Picture(3, 2, planes));
    Picture read = PictureReader.read(file);
    assertThat(read.width()).isEqualTo(3);
    assertThat(read.height()).isEqualTo(2);
    assertThat(read.channels()).isEqualTo(channels);
    for (int channel = 0; channel < channels; channel++) {
      assertThat(read.plane(channel)).isEqualTo(planes[channel]);
    }
  }

  @Test
  void sixteenBitsAreScaled() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 65535);
    image.getRaster().setSample(1, 0, 0, 257);
    assertThat(PictureReader.read(write(image, "png")).plane(0)).containsExactly(255, 1);
  }

  @Test
  void whatIsTransparentLiesOnWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0xff102030);
    image.setRGB(2, 0, 0x33000000);
    Picture picture = PictureReader.read(write(image, "png"));
    assertThat(picture.plane(0)).containsExactly(255, 16, 204);
    assertThat(picture.plane(2)).containsExactly(255, 48, 204);
  }

  @Test
  void paletteAndBlackAndWhitePicturesAreRead() throws IOException {
    BufferedImage palette = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED);
    palette.setRGB(0, 0, Color.RED.getRGB());
    palette.setRGB(1, 0, Color.BLUE.getRGB());
    Picture colours = PictureReader.read(write(palette, "png"));
    assertThat(colours.plane(0)).containsExactly(255, 0);
    assertThat(colours.plane(2)).containsExactly(0, 255);

    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.setRGB(1, 0, Color.WHITE.getRGB());
    assertThat(PictureReader.read(write(bits, "png")).grey().plane(0)).containsExactly(0, 255);
  }

  @Test
  void jpegIsRead() throws IOException {
    Picture picture = PictureReader.read(write(photo(), "jpg"));
    assertThat(picture.width()).isEqualTo(64);
    assertThat(picture.channels()).isEqualTo(3);
  }

  /** Cut at every thousandth of the file, it is never taken for whole. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void whatIsCutOffIsRefused(String format) throws IOException {
    Path file = write(photo(), format);
    byte[] whole = Files.readAllBytes(file);
    for (double share = 0.05; share < 0.99; share += 0.05) {
      Files.write(file, Arrays.copyOf(whole, (int) (share * whole.length)));
      assertThatThrownBy(() -> PictureReader.read(file))
          .as("cut to %s of %s", share, whole.length)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(file.toString());
    }
  }

  /** Whatever is changed, it is read or refused, but nothing else is thrown. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void damageIsReadOrRefused(String format) throws IOException {
    Path file = write(photo(), format);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      damaged[random.nextInt(200)] = (byte) random.nextInt(256);
      Files.write(file, damaged);
      try {
        PictureReader.read(file);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining(file.toString());
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"100000,100000", "2147483647,2147483647", "0,5", "-1,1", "20000,20000"})
  void aHeaderThatPromisesMoreThanTheFileHoldsIsNotBelieved(int width, int height)
      throws IOException {
    Path file = folder.resolve("hostile.png");
    Files.write(file, header(width, height));
    assertThatThrownBy(() -> PictureReader.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aPictureTooLargeForMemorySaysHowToGiveMore() throws IOException {
    Path file = folder.resolve("large.png");
    byte[] padded = Arrays.copyOf(header(600_000, 600_000), 50_000_000);
    Files.write(file, padded);
    assertThatThrownBy(() -> PictureReader.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("600000×600000 pixels need about")
        .hasMessageContaining("JDK_JAVA_OPTIONS=-Xmx");
  }

  @Test
  void whatIsNoPictureIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("a.png"), "GIF or so");
    Path empty = Files.createFile(folder.resolve("b.png"));
    assertThatThrownBy(() -> PictureReader.read(text)).hasMessageContaining("not a picture");
    assertThatThrownBy(() -> PictureReader.read(empty)).hasMessageContaining("not a picture");
    assertThatThrownBy(() -> PictureReader.read(folder)).hasMessageContaining("not a file");
    assertThatThrownBy(() -> PictureReader.read(folder.resolve("c.png")))
        .hasMessageContaining("no such file");
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("picture." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage photo() {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 64; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return image;
  }

  /** A PNG file that ends after its header. */
  private static byte[] header(int width, int height) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(chunk);
    fields.write("IHDR".getBytes(US_ASCII));
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.toByteArray());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeLong(0x89504e470d0a1a0aL);
    out.writeInt(13);
    out.write(chunk.toByteArray());
    out.writeInt((int) crc.getValue());
    return file.toByteArray();
  }
}
