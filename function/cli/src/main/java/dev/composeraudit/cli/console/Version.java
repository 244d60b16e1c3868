package dev.composeraudit.cli.console;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, as its jar states it. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"composer-audit " + number()};
  }

  /** The number alone. */
  public static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
