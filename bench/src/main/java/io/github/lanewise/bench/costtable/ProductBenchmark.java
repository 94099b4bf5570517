package io.github.lanewise.bench.costtable;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a fork measures: one column of the table on one picture. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ProductBenchmark {
  /** Name of the file that holds the picture. */
  static final String PICTURE = "picture";

  /** Name of the file that counts rows. */
  static final String ROWS = "rows";

  /** Which way to compute. */
  @Param("CONVOLUTION")
  public Column column;

  /** Where the dense matrix lies. */
  @Param("MEMORY")
  public DenseStorage storage;

  /** Width of the picture, pixels. */
  @Param("2")
  public int width;

  /** Height of the picture, pixels. */
  @Param("1")
  public int height;

  /** Threads to compute on. */
  @Param("1")
  public int threads;

  /** Folder with the picture, where the output goes, too. */
  @Param(".")
  public String folder;

  /** Folder for the file of a dense matrix. */
  @Param(".")
  public String matrixFolder;

  private Workers workers;
  private RowCounter counter;
  private Product product;
  private float[] x;
  private float[] y;

  /** Made by JMH. */
  public ProductBenchmark() {}

  /** Name of the file that a column's output goes to. */
  static String outputOf(Column column) {
    return column + ".output";
  }

  /**
   * Makes the matrix or packs the kernel; not part of what is measured.
   *
   * @throws IOException if a file cannot be read or made
   */
  @Setup
  public void setUp() throws IOException {
    Path work = Path.of(folder);
    ConvShape shape = Slide.shape(width, height);
    workers = Workers.of(threads);
    counter = RowCounter.in(work.resolve(ROWS));
    x = Floats.read(work.resolve(PICTURE));
    y = new float[shape.outputLength()];
    product =
        switch (column) {
          case DENSE -> DenseProduct.of(shape, storage, Path.of(matrixFolder), counter);
          case SPARSE -> Product.sparse(shape);
          case CONVOLUTION -> Product.convolution(shape);
        };
  }

  /**
   * Computes the output once.
   *
   * @return the output
   * @throws IOException if the matrix file cannot be read
   */
  @Benchmark
  public float[] compute() throws IOException {
    product.compute(x, y, workers);
    return y;
  }

  /**
   * Hands the output to the program that compares it.
   *
   * @throws IOException if the file cannot be written
   */
  @TearDown
  public void tearDown() throws IOException {
    Floats.write(Path.of(folder).resolve(outputOf(column)), y);
    product.close();
    counter.close();
    workers.close();
  }
}
