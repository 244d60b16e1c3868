package dev.composeraudit.cli.scan;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says how much is done at once, for the commands that read the cloud. */
final class ParallelOption {
  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "16",
      converter = Count.class,
      description =
          "how many environments are read at the same time, 1 to 256; fewer if a quota is reached;"
              + " default: 16")
  private int count = 16;

  int count() {
    return count;
  }

  /** Reads the number. */
  static final class Count implements ITypeConverter<Integer> {
    private static final int MOST = 256;

    @Override
    public Integer convert(String text) {
      if (text.matches("[0-9]{1,3}")) {
        int count = Integer.parseInt(text);
        if (count >= 1 && count <= MOST) {
          return count;
        }
      }
      throw new TypeConversionException("must be a number from 1 to 256, is " + text);
    }
  }
}
