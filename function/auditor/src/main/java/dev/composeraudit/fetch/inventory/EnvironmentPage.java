package dev.composeraudit.fetch.inventory;

import java.util.List;

/**
 * A page of the list of environments below a scope.
 *
 * @param nextToken the token of the page after it; blank if this is the last one
 */
public record EnvironmentPage(List<ListedEnvironment> environments, String nextToken) {
  public EnvironmentPage {
    environments = List.copyOf(environments);
  }
}
