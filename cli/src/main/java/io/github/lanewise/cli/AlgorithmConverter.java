package io.github.lanewise.cli;

import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of algorithms, and AUTO for leaving the choice to the shape. */
final class AlgorithmConverter implements ITypeConverter<ConvAlgorithm> {
  private static final String AUTO = "AUTO";

  /** Made by picocli. */
  AlgorithmConverter() {}

  @Override
  public ConvAlgorithm convert(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    if (wanted.equals(AUTO)) {
      return null; // which picocli makes an empty Optional
    }
    return Arrays.stream(ConvAlgorithm.values())
        .filter(algorithm -> algorithm.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException(unknown(name)));
  }

  private static String unknown(String name) {
    return "no algorithm is named '%s', expected AUTO or one of %s"
        .formatted(
            name,
            Arrays.stream(ConvAlgorithm.values())
                .map(ConvAlgorithm::name)
                .collect(Collectors.joining(", ")));
  }
}
