package dev.composeraudit.policy.cel;

import com.google.protobuf.Descriptors.Descriptor;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.composeraudit.egress.Network;
import dev.composeraudit.subject.ComposerVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The words that policies are written in: what CEL knows here by name, type and function. */
public final class Vocabulary {
  // The published limits of cel-java are off by default; these let every honest policy through.
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableUnknownTracking(true)
          .enableJsonFieldNames(true)
          .comprehensionMaxIterations(10_000)
          .maxRegexProgramSize(1_000)
          .maxExpressionCodePointSize(10_000)
          .maxParseRecursionDepth(50)
          .build();

  private static final CelType EGRESS = OpaqueType.create("composeraudit.Egress");

  private Vocabulary() {}

  /**
   * What caused the audit of an environment, as policies see it.
   *
   * @param kind see {@link dev.composeraudit.subject.Trigger.Kind#text}
   */
  public record TriggerView(String kind, String principal, String method, Instant time) {}

  /** A problem of the egress configuration, as policies see it. */
  public record ProblemView(String code, String message) {}

  /**
   * CEL with everything but the parameters and variables of a policy.
   *
   * @param parameters the message types of parameters that programs may use
   */
  public static CelBuilder base(List<Descriptor> parameters) {
    CelBuilder builder =
        CelFactory.plannerCelBuilder()
            .setOptions(OPTIONS)
            .addMessageTypes(
                PartVariable.ALL.stream().flatMap(each -> each.messages().stream()).toList())
            .addMessageTypes(parameters)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    addExtensions(builder);
    builder.addFunctionDeclarations(NetworkLibrary.declarations());
    builder.addFunctionBindings(NetworkLibrary.bindings());
    EnvironmentLibrary.addTo(builder);
    addSource(builder);
    NetworkTypes.addTo(builder);
    return addVariables(builder);
  }

  private static void addExtensions(CelBuilder builder) {
    builder
        .addCompilerLibraries(
            CelExtensions.optional(),
            CelExtensions.strings(),
            CelExtensions.lists(),
            CelExtensions.sets(OPTIONS),
            CelExtensions.math(),
            records())
        .addRuntimeLibraries(CelExtensions.optional(), CelExtensions.math());
    BoundedFunctions.addTo(builder, OPTIONS);
  }

  private static dev.cel.extensions.CelNativeTypesExtensions records() {
    Stream<Class<?>> ofParts = PartVariable.ALL.stream().flatMap(each -> each.records().stream());
    return CelExtensions.nativeTypes(
        Stream.concat(
                ofParts,
                Stream.of(
                    Network.class, ComposerVersion.class, TriggerView.class, ProblemView.class))
            .toArray(Class<?>[]::new));
  }

  private static CelBuilder addVariables(CelBuilder builder) {
    PartVariable.ALL.forEach(each -> builder.addVar(each.name(), each.type()));
    return builder
        .addVar("composer", record(ComposerVersion.class))
        .addVar("network", record(Network.class))
        .addVar("egressProblems", ListType.create(record(ProblemView.class)))
        .addVar("trigger", record(TriggerView.class))
        .addVar("now", SimpleType.TIMESTAMP)
        .addVar(EgressView.NAME, EGRESS);
  }

  /** {@code source(d)} is short for a function that is given the subject's egress too. */
  private static void addSource(CelBuilder builder) {
    addOfEgress(builder, "source", "source_egress_string", EgressView::source);
    addOfEgress(builder, "sourceInside", "source_inside_egress_string", EgressView::sourceInside);
  }

  private static void addOfEgress(
      CelBuilder builder,
      String name,
      String overload,
      CelFunctionOverload.Binary<EgressView, String> function) {
    builder
        .addMacros(
            CelMacro.newGlobalMacro(
                name,
                1,
                (factory, target, arguments) ->
                    Optional.of(
                        factory.newGlobalCall(
                            name + "_", factory.newIdentifier(EgressView.NAME), arguments.get(0)))))
        .addFunctionDeclarations(
            NetworkLibrary.function(
                name + "_",
                NetworkLibrary.global(overload, NetworkLibrary.SOURCE, EGRESS, SimpleType.STRING)))
        .addFunctionBindings(
            CelFunctionBinding.from(overload, EgressView.class, String.class, function));
  }

  static CelType parameters(Descriptor descriptor) {
    return StructTypeReference.create(descriptor.getFullName());
  }

  private static CelType record(Class<? extends Record> type) {
    return StructTypeReference.create(java.util.Objects.requireNonNull(type.getCanonicalName()));
  }

  public static Cel compiler(Descriptor parameters) {
    return base(List.of(parameters)).addVar("params", parameters(parameters)).build();
  }
}
