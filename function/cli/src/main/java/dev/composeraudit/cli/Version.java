package dev.composeraudit.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this build, as its jar states it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"composer-audit " + (version == null ? "(not packaged)" : version)};
  }
}
