package dev.composeraudit.policy.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeType;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.runtime.CelFunctionBinding;
import dev.composeraudit.address.Address;
import dev.composeraudit.address.Cidr;
import java.util.Map;
import java.util.Optional;

/**
 * The types of addresses and ranges by name, so that {@code type(ip("10.0.0.1")) == net.IP} holds
 * as in Kubernetes. CEL's planner knows no opaque types: it calls a type that its provider lacks
 * undefined, and takes values of a foreign class for dynamic ones. So the names are variables, and
 * {@code type(x)} is short for a function that asks CEL's own resolver with a better fallback.
 */
final class NetworkTypes {
  /** What the names mean. */
  static final Map<String, Object> NAMES =
      Map.of(
          NetworkLibrary.IP.name(), TypeType.create(NetworkLibrary.IP),
          NetworkLibrary.CIDR.name(), TypeType.create(NetworkLibrary.CIDR));

  private static final CelType TYPE = TypeType.create(SimpleType.DYN);
  private static final String VALUE = "typed_";

  private NetworkTypes() {}

  static void addTo(CelBuilder builder) {
    NAMES.keySet().forEach(name -> builder.addVar(name, SimpleType.DYN));
    builder
        .addMacros(CelMacro.newGlobalMacro("type", 1, NetworkTypes::expand))
        .addFunctionDeclarations(
            NetworkLibrary.function(
                "isNetwork_",
                NetworkLibrary.global("is_network_dyn", SimpleType.BOOL, SimpleType.DYN)),
            NetworkLibrary.function(
                "networkType_", NetworkLibrary.global("network_type_dyn", TYPE, SimpleType.DYN)))
        .addFunctionBindings(
            CelFunctionBinding.from("is_network_dyn", Object.class, NetworkTypes::isNetwork),
            CelFunctionBinding.from(
                "network_type_dyn", Object.class, value -> NAMES.get(name(value))));
  }

  /**
   * With x bound to a name, so that nested types do not multiply it: {@code isNetwork_(x) ?
   * networkType_(x) : type(x)}. The planner cannot distinguish a name of static type {@code type}
   * from a type's own; so x is made dynamic.
   */
  private static Optional<CelExpr> expand(
      CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
    CelExpr choice =
        factory.newGlobalCall(
            Operator.CONDITIONAL.getFunction(),
            factory.newGlobalCall("isNetwork_", factory.newIdentifier(VALUE)),
            factory.newGlobalCall("networkType_", factory.newIdentifier(VALUE)),
            factory.newGlobalCall("type", factory.newIdentifier(VALUE)));
    return Optional.of(
        factory.fold(
            "unused_",
            factory.newList(),
            VALUE,
            factory.newGlobalCall("dyn", arguments.get(0)),
            factory.newBoolLiteral(false),
            factory.newIdentifier(VALUE),
            choice));
  }

  /** Whether it is an address or a range. */
  static boolean isNetwork(Object value) {
    return value instanceof Address || value instanceof Cidr;
  }

  private static String name(Object value) {
    return value instanceof Address ? NetworkLibrary.IP.name() : NetworkLibrary.CIDR.name();
  }
}
