package dev.composeraudit.policy.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.composeraudit.address.Address;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions of addresses and ranges: Kubernetes' own, with their names, overloads and
 * strictness (apiserver's cel/library/ip.go and cidr.go), and ours on lists of ranges.
 */
final class NetworkLibrary {
  static final CelType IP = OpaqueType.create("net.IP");
  static final CelType CIDR = OpaqueType.create("net.CIDR");
  static final CelType TEXTS = ListType.create(SimpleType.STRING);
  static final CelType SOURCE = MapType.create(SimpleType.STRING, TEXTS);

  private NetworkLibrary() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(
            "ip", global("string_to_ip", IP, SimpleType.STRING), member("cidr_ip", IP, CIDR)),
        function("isIP", global("is_ip", SimpleType.BOOL, SimpleType.STRING)),
        function("ip.isCanonical", global("ip_is_canonical", SimpleType.BOOL, SimpleType.STRING)),
        function("family", member("ip_family", SimpleType.INT, IP)),
        function("isUnspecified", member("ip_is_unspecified", SimpleType.BOOL, IP)),
        function("isLoopback", member("ip_is_loopback", SimpleType.BOOL, IP)),
        function("isLinkLocalMulticast", member("ip_is_link_local_multicast", SimpleType.BOOL, IP)),
        function("isLinkLocalUnicast", member("ip_is_link_local_unicast", SimpleType.BOOL, IP)),
        function("isGlobalUnicast", member("ip_is_global_unicast", SimpleType.BOOL, IP)),
        function("cidr", global("string_to_cidr", CIDR, SimpleType.STRING)),
        function("isCIDR", global("is_cidr", SimpleType.BOOL, SimpleType.STRING)),
        CelFunctionDecl.newFunctionDeclaration(
            "containsIP",
            member("cidr_contains_ip_ip", SimpleType.BOOL, CIDR, IP),
            member("cidr_contains_ip_string", SimpleType.BOOL, CIDR, SimpleType.STRING)),
        CelFunctionDecl.newFunctionDeclaration(
            "containsCIDR",
            member("cidr_contains_cidr", SimpleType.BOOL, CIDR, CIDR),
            member("cidr_contains_cidr_string", SimpleType.BOOL, CIDR, SimpleType.STRING)),
        function("masked", member("cidr_masked", CIDR, CIDR)),
        function("isMask", member("cidr_is_mask", SimpleType.BOOL, CIDR)),
        function("prefixLength", member("cidr_prefix_length", SimpleType.INT, CIDR)),
        CelFunctionDecl.newFunctionDeclaration(
            "string",
            global("ip_to_string", SimpleType.STRING, IP),
            global("cidr_to_string", SimpleType.STRING, CIDR)),
        function("covers", global("covers_list_list", SimpleType.BOOL, TEXTS, TEXTS)),
        function("uncovered", global("uncovered_list_list", TEXTS, TEXTS, TEXTS)),
        function("share", global("share_list_list", SimpleType.DOUBLE, TEXTS, TEXTS)));
  }

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    addAddresses(bindings);
    addRanges(bindings);
    bindings.add(
        CelFunctionBinding.from(
            "covers_list_list",
            List.class,
            List.class,
            (ranges, by) -> set(by).covers(set(ranges))));
    bindings.add(
        CelFunctionBinding.from(
            "uncovered_list_list", List.class, List.class, NetworkLibrary::uncovered));
    bindings.add(
        CelFunctionBinding.from("share_list_list", List.class, List.class, NetworkLibrary::share));
    return bindings;
  }

  private static List<String> uncovered(List<?> ranges, List<?> by) {
    List<String> left = set(ranges).minus(set(by)).toStrings();
    SizeLimit.checkList(left.size());
    return left;
  }

  /** Which part of the addresses of some ranges others hold, from 0 to 1. */
  private static double share(List<?> ranges, List<?> by) {
    CidrSet all = set(ranges);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("share() needs at least one range");
    }
    return size(all.intersect(set(by))) / size(all);
  }

  private static double size(CidrSet set) {
    return set.toCidrs().stream()
        .mapToDouble(cidr -> Math.pow(2, cidr.family().bits() - cidr.prefix()))
        .sum();
  }

  private static void addAddresses(List<CelFunctionBinding> bindings) {
    bindings.add(CelFunctionBinding.from("string_to_ip", String.class, Address::parse));
    bindings.add(CelFunctionBinding.from("is_ip", String.class, text -> isAddress(text)));
    bindings.add(
        CelFunctionBinding.from(
            "ip_is_canonical", String.class, text -> Address.parse(text).toString().equals(text)));
    bindings.add(
        CelFunctionBinding.from(
            "ip_family", Address.class, address -> (long) address.family().version()));
    bindings.add(
        CelFunctionBinding.from("ip_is_unspecified", Address.class, Address::isUnspecified));
    bindings.add(CelFunctionBinding.from("ip_is_loopback", Address.class, Address::isLoopback));
    bindings.add(
        CelFunctionBinding.from(
            "ip_is_link_local_multicast", Address.class, Address::isLinkLocalMulticast));
    bindings.add(
        CelFunctionBinding.from(
            "ip_is_link_local_unicast", Address.class, Address::isLinkLocalUnicast));
    bindings.add(
        CelFunctionBinding.from("ip_is_global_unicast", Address.class, Address::isGlobalUnicast));
    bindings.add(CelFunctionBinding.from("ip_to_string", Address.class, Address::toString));
  }

  private static void addRanges(List<CelFunctionBinding> bindings) {
    bindings.add(CelFunctionBinding.from("string_to_cidr", String.class, Cidr::parse));
    bindings.add(CelFunctionBinding.from("is_cidr", String.class, text -> isCidr(text)));
    bindings.add(
        CelFunctionBinding.from("cidr_contains_ip_ip", Cidr.class, Address.class, Cidr::contains));
    bindings.add(
        CelFunctionBinding.from(
            "cidr_contains_ip_string",
            Cidr.class,
            String.class,
            (cidr, text) -> cidr.contains(Address.parse(text))));
    bindings.add(
        CelFunctionBinding.from("cidr_contains_cidr", Cidr.class, Cidr.class, Cidr::contains));
    bindings.add(
        CelFunctionBinding.from(
            "cidr_contains_cidr_string",
            Cidr.class,
            String.class,
            (cidr, text) -> cidr.contains(Cidr.parse(text))));
    bindings.add(CelFunctionBinding.from("cidr_ip", Cidr.class, Cidr::address));
    bindings.add(CelFunctionBinding.from("cidr_masked", Cidr.class, Cidr::masked));
    bindings.add(CelFunctionBinding.from("cidr_is_mask", Cidr.class, Cidr::isNetwork));
    bindings.add(
        CelFunctionBinding.from("cidr_prefix_length", Cidr.class, cidr -> (long) cidr.prefix()));
    bindings.add(CelFunctionBinding.from("cidr_to_string", Cidr.class, Cidr::toString));
  }

  private static boolean isAddress(String text) {
    try {
      return Address.parse(text) != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static boolean isCidr(String text) {
    try {
      return Cidr.parse(text) != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static CidrSet set(List<?> texts) {
    List<Cidr> cidrs = new ArrayList<>(texts.size());
    for (Object text : texts) {
      cidrs.add(Cidr.parse(String.valueOf(text)));
    }
    return CidrSet.of(cidrs);
  }

  static CelFunctionDecl function(String name, CelOverloadDecl overload) {
    return CelFunctionDecl.newFunctionDeclaration(name, overload);
  }

  static CelOverloadDecl global(String id, CelType result, CelType... arguments) {
    return CelOverloadDecl.newGlobalOverload(id, result, arguments);
  }

  private static CelOverloadDecl member(String id, CelType result, CelType... arguments) {
    return CelOverloadDecl.newMemberOverload(id, result, arguments);
  }
}
