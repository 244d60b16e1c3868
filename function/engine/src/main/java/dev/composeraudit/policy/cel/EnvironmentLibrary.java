package dev.composeraudit.policy.cel;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.DottedVersion;
import dev.composeraudit.subject.EnvironmentName;
import java.util.Optional;

/**
 * The functions of environments: {@code resource.project()} and {@code resource.location()}, and
 * the comparison of versions. Each of the first two is short for a function of {@code
 * resource.name}, so that it depends on nothing else of the environment.
 */
final class EnvironmentLibrary {
  private EnvironmentLibrary() {}

  static void addTo(CelBuilder builder) {
    addPartOfName(builder, "project", text -> EnvironmentName.parse(text).project());
    addPartOfName(builder, "location", text -> EnvironmentName.parse(text).location());
    builder
        .addFunctionDeclarations(
            NetworkLibrary.function(
                "compareVersions",
                NetworkLibrary.global(
                    "compare_versions_string_string",
                    SimpleType.INT,
                    SimpleType.STRING,
                    SimpleType.STRING)))
        .addFunctionBindings(
            CelFunctionBinding.from(
                "compare_versions_string_string",
                String.class,
                String.class,
                (one, other) -> (long) Integer.signum(version(one).compareTo(version(other)))));
  }

  private static DottedVersion version(String text) {
    return DottedVersion.of(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "not a version such as 2.9.7 or 2.10.5-build.12: " + Excerpt.of(text)));
  }

  private static void addPartOfName(
      CelBuilder builder, String name, CelFunctionOverload.Unary<String> part) {
    String overload = name + "_of_name";
    builder
        .addMacros(
            CelMacro.newReceiverMacro(
                name,
                0,
                (factory, target, arguments) ->
                    Optional.of(
                        factory.newGlobalCall(
                            name + "_", factory.newSelect(target, "name", false)))))
        .addFunctionDeclarations(
            NetworkLibrary.function(
                name + "_", NetworkLibrary.global(overload, SimpleType.STRING, SimpleType.STRING)))
        .addFunctionBindings(CelFunctionBinding.from(overload, String.class, part));
  }
}
