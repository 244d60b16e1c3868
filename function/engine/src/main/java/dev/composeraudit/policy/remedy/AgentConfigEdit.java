package dev.composeraudit.policy.remedy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.egress.Derived;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.subject.AgentConfigMap;
import dev.composeraudit.subject.Observed;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A change of the ConfigMap {@code kube-system/ip-masq-agent}. */
final class AgentConfigEdit {
  /** The agent's keys but for the list, as it matches them, and as they are written. */
  private static final Map<String, String> OTHER_KEYS =
      Map.of(
          "masqlinklocal", "masqLinkLocal",
          "masqlinklocalipv6", "masqLinkLocalIPv6",
          "cidrlimit", "cidrLimit",
          "resyncinterval", "resyncInterval");

  private AgentConfigEdit() {}

  static Optional<EgressEdit> of(SubjectView view, CidrSet keep, CidrSet masquerade) {
    Derived<List<String>> list = view.egress().network().nonMasqueradeCidrs();
    if (!(list instanceof Derived.Value<List<String>> known)) {
      return Optional.empty();
    }
    List<Cidr> before = known.value().stream().map(Cidr::parse).toList();
    CidrSet after = CidrSet.of(before).minus(masquerade).union(keep);
    List<String> cidrs = WrittenRanges.of(after, before);
    if (after.equals(CidrSet.of(before))) {
      return Optional.empty();
    }
    String config = config(cidrs, otherSettings(view));
    return Optional.of(
        new EgressEdit(manifest(config), WhatIf.agentConfig(view.subject(), config)));
  }

  private static String config(List<String> cidrs, Map<String, JsonElement> others) {
    StringBuilder yaml =
        new StringBuilder("nonMasqueradeCIDRs:" + (cidrs.isEmpty() ? " []" : "") + "\n");
    cidrs.forEach(cidr -> yaml.append("  - ").append(Quoted.yaml(cidr)).append('\n'));
    others.forEach((key, value) -> yaml.append(key + ": " + value + "\n"));
    return yaml.toString();
  }

  /** What the present configuration says beside the list; nothing if there is none. */
  private static Map<String, JsonElement> otherSettings(SubjectView view) {
    Map<String, JsonElement> others = new TreeMap<>();
    String text =
        view.subject().ipMasqAgentConfig() instanceof Observed.Known<Optional<AgentConfigMap>> map
            ? map.value().flatMap(AgentConfigMap::config).orElse("")
            : "";
    try {
      for (Document document : new Documents(Documents.OWN).read(new SourceFile("config", text))) {
        if (document.value() instanceof JsonObject settings) {
          settings
              .entrySet()
              .forEach(
                  setting -> {
                    String key = OTHER_KEYS.get(setting.getKey().toLowerCase(Locale.ROOT));
                    if (key != null) {
                      others.put(key, setting.getValue());
                    }
                  });
        }
      }
    } catch (InvalidDocumentsException notReadHere) {
      // The agent reads more than we do; then its own defaults stand for the other settings.
      others.clear();
    }
    return others;
  }

  private static String manifest(String config) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: ip-masq-agent
      namespace: kube-system
    data:
      config: |
    """
        + config.indent(4);
  }
}
