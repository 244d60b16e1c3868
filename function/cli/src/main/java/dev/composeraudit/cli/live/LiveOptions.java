package dev.composeraudit.cli.live;

import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.subject.EnvironmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that say what is read in the cloud, and from where, for the commands that read it.
 */
public final class LiveOptions {
  @Parameters(
      paramLabel = "ENVIRONMENT",
      arity = "0..*",
      converter = Name.class,
      description = "projects/P/locations/L/environments/E")
  private List<EnvironmentName> named = new ArrayList<>();

  @Option(
      names = "--project",
      paramLabel = "P",
      converter = ProjectId.class,
      description =
          "all environments of a project, as Composer lists them region by region; may be repeated;"
              + " '!PATTERN' excludes projects, as --exclude-project does")
  private List<String> projects = new ArrayList<>();

  @Option(
      names = "--folder",
      paramLabel = "F",
      converter = ResourceNumber.class,
      description =
          "all environments of a folder, by its number, from Cloud Asset Inventory; may be"
              + " repeated")
  private List<String> folders = new ArrayList<>();

  @Option(
      names = "--organization",
      paramLabel = "O",
      converter = ResourceNumber.class,
      description =
          "all environments of an organization, by its number, from Cloud Asset Inventory")
  private @Nullable String organization;

  @Option(
      names = "--exclude-project",
      paramLabel = "PATTERN",
      description =
          "excludes projects whose id matches; * stands for any characters; may be repeated")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--exclude-resource",
      paramLabel = "PATTERN",
      converter = ResourceName.class,
      description =
          "excludes environments whose full name matches, like excludeResources of a binding:"
              + " projects/*/locations/*/environments/tmp-*; may be repeated")
  private List<String> excludedResources = new ArrayList<>();

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "only environments in this region; may be repeated")
  private List<String> regions = new ArrayList<>();

  @Option(
      names = "--asset-inventory",
      description =
          "uses Cloud Asset Inventory for --project too, if that is allowed: one call instead of"
              + " one for each region, but its data may be some minutes old")
  private boolean assetInventory;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  /** Reads an environment's name. */
  static final class Name implements ITypeConverter<EnvironmentName> {
    @Override
    public EnvironmentName convert(String text) {
      try {
        return EnvironmentName.parse(text);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }

  /** Reads a pattern for the names of environments. */
  static final class ResourceName implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!ResourcePattern.isWellFormed(text)) {
        throw new TypeConversionException(
            "must be of the form projects/*/locations/*/environments/*, is " + text);
      }
      return text;
    }
  }

  /** Reads the number of a folder or an organization. */
  static final class ResourceNumber implements ITypeConverter<String> {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,20}");

    @Override
    public String convert(String text) {
      if (!FORM.matcher(text).matches()) {
        throw new TypeConversionException("must be a number such as 987654321, is " + text);
      }
      return text;
    }
  }

  /** Reads a project's id. */
  static final class ProjectId implements ITypeConverter<String> {
    private static final Pattern FORM =
        Pattern.compile("(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");
    private static final Pattern EXCLUDED = Pattern.compile("![a-z0-9.:*-]+");

    @Override
    public String convert(String text) {
      if (!FORM.matcher(text).matches() && !EXCLUDED.matcher(text).matches()) {
        throw new TypeConversionException(
            "must be a project id, not a number or a name, is " + text);
      }
      return text;
    }
  }

  /** What was asked for. */
  public LiveScope scope() {
    List<String> inventories = new ArrayList<>();
    folders.forEach(folder -> inventories.add("folders/" + folder));
    if (organization != null) {
      inventories.add("organizations/" + organization);
    }
    List<String> leftOut = new ArrayList<>(excluded);
    projects.stream()
        .filter(project -> project.startsWith(ProjectFilter.NOT))
        .forEach(project -> leftOut.add(project.substring(ProjectFilter.NOT.length())));
    return new LiveScope(
        named.stream().map(EnvironmentName::toString).toList(),
        inventories,
        projects.stream().filter(project -> !project.startsWith(ProjectFilter.NOT)).toList(),
        leftOut,
        excludedResources,
        regions,
        assetInventory);
  }

  /** How it is read, with whose credentials. */
  public ConnectionOptions connection() {
    return connection;
  }
}
