package dev.composeraudit.cli.input.terraform;

/** What a document says of enableIpMasqAgent: there are three values, not two. */
sealed interface AgentSetting {
  /** Written true. */
  record On() implements AgentSetting {}

  /** Written false, or not written at all: the service's default is false. */
  record Off() implements AgentSetting {}

  /**
   * It may come out either way.
   *
   * @param why one line that names the expression it depends on, where there is one
   */
  record Open(String why) implements AgentSetting {}
}
