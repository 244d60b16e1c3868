package dev.composeraudit.report;

/**
 * Who it is that tells.
 *
 * @param version ours
 * @param source the CloudEvents source, {@code //run.googleapis.com/projects/…/services/…}
 * @param topic the findings topic's name, {@code projects/P/topics/T}
 */
public record Product(String version, String source, String topic) {}
