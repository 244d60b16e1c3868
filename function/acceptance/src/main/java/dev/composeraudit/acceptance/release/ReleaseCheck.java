package dev.composeraudit.acceptance.release;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares a bill of materials with the jars that ship, and its licences with those allowed. */
final class ReleaseCheck {
  private ReleaseCheck() {}

  /** What is wrong, a sentence each; empty if nothing is. */
  static List<String> problems(BillOfMaterials bill, ShippedJars shipped, AllowedLicences allowed) {
    List<String> problems = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    for (Component component : bill.components()) {
      String hash = component.sha256().orElse("");
      listed.add(hash);
      if (!shipped.hashes().containsValue(hash)) {
        problems.add(component.ref() + " is in the bill of materials, and does not ship");
      }
      if (!allowed.allows(component)) {
        problems.add(component.ref() + ": its licence is not allowed: " + component.licences());
      }
    }
    shipped
        .hashes()
        .forEach(
            (jar, hash) -> {
              if (!listed.contains(hash)) {
                problems.add(jar + " ships, and is not in the bill of materials");
              }
            });
    return List.copyOf(problems);
  }
}
