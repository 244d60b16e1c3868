package dev.composeraudit.cli.live;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which environments a command is about.
 *
 * @param named environments, by their full names
 * @param inventories {@code organizations/N} and {@code folders/N}
 * @param projects project ids
 * @param excluded patterns of project ids that are left out; {@code *} matches any characters
 * @param excludedResources patterns of environments' names that are left out
 * @param regions only these; empty = all
 * @param assetInventory whether Cloud Asset Inventory is asked for projects too
 */
public record LiveScope(
    List<String> named,
    List<String> inventories,
    List<String> projects,
    List<String> excluded,
    @Nullable List<String> excludedResources,
    List<String> regions,
    boolean assetInventory) {
  public LiveScope {
    named = List.copyOf(named);
    inventories = List.copyOf(inventories);
    projects = List.copyOf(projects);
    excluded = List.copyOf(excluded);
    // Files of scans before this option do not have it.
    excludedResources = excludedResources == null ? List.of() : List.copyOf(excludedResources);
    regions = List.copyOf(regions);
  }

  /** Whether it names nothing at all. */
  public boolean isEmpty() {
    return named.isEmpty() && inventories.isEmpty() && projects.isEmpty();
  }

  /** Whether an environment that was found is wanted. */
  boolean contains(EnvironmentName name) {
    return !excludes(name.project())
        && (excludedResources == null
            || excludedResources.stream()
                .noneMatch(pattern -> new ResourcePattern(pattern).matches(name)))
        && (regions.isEmpty() || regions.contains(name.location()));
  }

  boolean excludes(String project) {
    return !excluded.isEmpty() && ProjectFilter.of(excluded).contains(project);
  }

  /** For a file from which a scan goes on. */
  public JsonElement toJson() {
    return new Gson().toJsonTree(this);
  }

  /** What {@link #toJson} wrote. */
  public static LiveScope fromJson(JsonElement json) {
    return new Gson().fromJson(json, LiveScope.class);
  }
}
