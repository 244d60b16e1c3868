package dev.composeraudit.sweep;

import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.ListedEnvironment;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.ArrayList;
import java.util.List;

/**
 * What this deployment answers for, whether or not events come of it: the environments below parts
 * of the organization, in projects that it audits.
 *
 * @param below each {@code organizations/N}, {@code folders/N} or {@code projects/P}
 */
public record SweepScope(List<String> below, ProjectFilter audited) {
  public SweepScope {
    below = List.copyOf(below);
  }

  /** Each part alone: what is not known of one keeps nothing from another. */
  List<SweepScope> parts() {
    return below.stream().map(each -> new SweepScope(List.of(each), audited)).toList();
  }

  /** Its parts, with commas between them. */
  String name() {
    return String.join(",", below);
  }

  /**
   * Which environments there are, now.
   *
   * @return unknown if not all of them could be told
   * @throws TransientException if the inventory could not answer within the deadline
   */
  Observed<List<ListedEnvironment>> environments(
      EnvironmentReader environmentReader, Deadline deadline) throws TransientException {
    List<ListedEnvironment> all = new ArrayList<>();
    for (String part : below) {
      Observed<List<ListedEnvironment>> found = environmentReader.environmentsBelow(part, deadline);
      if (found instanceof Unknown<List<ListedEnvironment>> unknown) {
        return unknown;
      }
      all.addAll(((Known<List<ListedEnvironment>>) found).value());
    }
    return Observed.known(
        all.stream().filter(it -> audited.contains(it.name().project())).toList());
  }
}
