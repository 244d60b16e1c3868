package dev.composeraudit.report.finding;

import dev.composeraudit.report.finding.CoverageReport.Compared;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;

/**
 * The part of the organization that a deployment sweeps, with the environments in it that were not
 * judged.
 *
 * @param name {@code organizations/N}, {@code folders/N} or {@code projects/P}, or several with
 *     commas between them
 * @param unjudged as many of the environments as a finding names
 */
public record ScopeResource(String name, List<EnvironmentName> unjudged)
    implements FindingResource {
  private static final String PROJECTS = "projects/";

  public ScopeResource {
    unjudged = List.copyOf(unjudged);
  }

  static ScopeResource of(CoverageCheck check) {
    List<EnvironmentName> unjudged =
        check.report() instanceof Compared compared ? compared.count().named() : List.of();
    return new ScopeResource(check.scope(), unjudged);
  }

  @Override
  public String fullName() {
    return "//cloudresourcemanager.googleapis.com/" + name;
  }

  @Override
  public String project() {
    return name.startsWith(PROJECTS) ? name.substring(PROJECTS.length()) : "";
  }

  @Override
  public String team() {
    return "";
  }
}
