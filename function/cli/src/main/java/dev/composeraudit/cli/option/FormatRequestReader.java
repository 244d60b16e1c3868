package dev.composeraudit.cli.option;

import dev.composeraudit.cli.format.FormatRequest;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of {@code --format}: {@code NAME} or {@code NAME=FILE}. */
public final class FormatRequestReader implements ITypeConverter<FormatRequest> {
  @Override
  public FormatRequest convert(String text) {
    try {
      return FormatRequest.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException(String.valueOf(malformed.getMessage()));
    }
  }
}
