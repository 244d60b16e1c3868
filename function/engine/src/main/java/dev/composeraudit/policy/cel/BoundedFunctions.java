package dev.composeraudit.policy.cel;

import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelOptions;
import dev.cel.common.internal.DefaultMessageFactory;
import dev.cel.common.internal.DynamicProto;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.InternalCelFunctionBinding;
import dev.cel.runtime.ProtoMessageRuntimeEquality;
import dev.cel.runtime.RuntimeEquality;
import dev.composeraudit.policy.source.BoundedRegex;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * CEL's own functions of texts and lists, each held to what it may make and charged for what it
 * costs. CEL's published limits count iterations alone: texts that double, lists of lists and
 * expressions that compare them again and again are left open by them.
 */
final class BoundedFunctions {
  private static final Set<StandardFunction> OF_TEXTS_AND_LISTS =
      EnumSet.of(
          StandardFunction.ADD,
          StandardFunction.IN,
          StandardFunction.EQUALS,
          StandardFunction.NOT_EQUALS,
          StandardFunction.LESS,
          StandardFunction.LESS_EQUALS,
          StandardFunction.GREATER,
          StandardFunction.GREATER_EQUALS,
          StandardFunction.SIZE,
          StandardFunction.BOOL,
          StandardFunction.INT,
          StandardFunction.UINT,
          StandardFunction.DOUBLE,
          StandardFunction.STRING,
          StandardFunction.BYTES,
          StandardFunction.DURATION,
          StandardFunction.TIMESTAMP,
          StandardFunction.MATCHES,
          StandardFunction.CONTAINS,
          StandardFunction.STARTS_WITH,
          StandardFunction.ENDS_WITH);

  private BoundedFunctions() {}

  /** Puts them in the place of those that CEL brings. */
  static void addTo(CelBuilder builder, CelOptions options) {
    RuntimeEquality equality =
        ProtoMessageRuntimeEquality.create(
            DynamicProto.create(DefaultMessageFactory.INSTANCE), options);
    builder.setStandardFunctions(
        CelStandardFunctions.newBuilder().excludeFunctions(OF_TEXTS_AND_LISTS).build());
    List<CelFunctionBinding> all =
        new ArrayList<>(
            CelStandardFunctions.newBuilder()
                .includeFunctions(OF_TEXTS_AND_LISTS)
                .build()
                .newFunctionBindings(equality, options));
    CelRuntimeBuilder recorder = recorder(all);
    CelExtensions.strings().setRuntimeOptions(recorder);
    CelExtensions.lists().setRuntimeOptions(recorder, equality, options);
    CelExtensions.sets(options).setRuntimeOptions(recorder);
    addTo(builder, all);
  }

  /**
   * Adds functions, bounded, under their names; overloads of one name are distinguished by type.
   */
  private static void addTo(CelBuilder builder, Collection<CelFunctionBinding> all) {
    Map<String, List<CelFunctionBinding>> byFunction = new TreeMap<>();
    for (CelFunctionBinding binding : all) {
      String function = ((InternalCelFunctionBinding) binding).getFunctionName();
      String id = binding.getOverloadId();
      // CEL's own way to find an overload by the types of values stands under the function's name.
      if (!id.equals(function) || id.equals("matches")) {
        byFunction.computeIfAbsent(function, name -> new ArrayList<>()).add(bounded(binding));
      }
    }
    byFunction.forEach(
        (function, overloads) ->
            builder.addFunctionBindings(CelFunctionBinding.fromOverloads(function, overloads)));
  }

  static CelFunctionBinding bounded(CelFunctionBinding binding) {
    String id = binding.getOverloadId();
    FunctionLimits bounds = FunctionLimits.of(id);
    CelFunctionOverload definition =
        bounds == FunctionLimits.REGEX ? BoundedRegex::matches : binding.getDefinition();
    CelFunctionOverload bounded =
        arguments -> {
          bounds.checkArguments(arguments);
          return bounds.checked(definition.apply(arguments));
        };
    List<Class<?>> types = binding.getArgTypes();
    return switch (types.size()) {
      case 1 -> unary(id, types.get(0), bounded);
      case 2 -> binary(id, types.get(0), types.get(1), bounded);
      default -> CelFunctionBinding.from(id, types, bounded);
    };
  }

  /** Of one argument or two CEL wants to know, to find overloads by the types of values. */
  private static <A> CelFunctionBinding unary(
      String id, Class<A> type, CelFunctionOverload definition) {
    return CelFunctionBinding.from(id, type, argument -> definition.apply(new Object[] {argument}));
  }

  private static <A, B> CelFunctionBinding binary(
      String id, Class<A> one, Class<B> other, CelFunctionOverload definition) {
    return CelFunctionBinding.from(id, one, other, (a, b) -> definition.apply(new Object[] {a, b}));
  }

  /** A builder that does nothing but take down the functions that a library would add. */
  private static CelRuntimeBuilder recorder(List<CelFunctionBinding> to) {
    return (CelRuntimeBuilder)
        Proxy.newProxyInstance(
            BoundedFunctions.class.getClassLoader(),
            new Class<?>[] {CelRuntimeBuilder.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("addFunctionBindings")) {
                throw new IllegalStateException("a library wants more than functions: " + method);
              }
              if (arguments[0] instanceof Iterable<?> bindings) {
                bindings.forEach(binding -> to.add((CelFunctionBinding) binding));
              } else {
                to.addAll(List.of((CelFunctionBinding[]) arguments[0]));
              }
              return proxy;
            });
  }
}
