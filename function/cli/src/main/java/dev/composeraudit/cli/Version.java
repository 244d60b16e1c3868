package dev.composeraudit.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, as its jar states it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"composer-audit " + number()};
  }

  /** The number alone. */
  static String number() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
