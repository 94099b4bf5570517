package io.github.lanewise.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a range such as {@code 32..512}. */
final class SizesConverter implements ITypeConverter<Sizes> {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})\\.\\.(\\d{1,5})");

  /** Made by picocli. */
  SizesConverter() {}

  @Override
  public Sizes convert(String value) {
    Matcher range = RANGE.matcher(value);
    if (range.matches()) {
      Sizes sizes = new Sizes(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
      if (sizes.from() >= 2 && sizes.from() < sizes.to()) {
        return sizes;
      }
    }
    throw new TypeConversionException(
        "'"
            + value
            + "' is no range, expected two sides, the first at least 2 and the second"
            + " larger, such as 32..512");
  }
}
