package dev.composeraudit.cli.diff;

import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.dump.Dump;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EgressNATPolicies that are to be applied to a cluster. Single manifests change the policies of
 * their names, as {@code kubectl apply} does; a list, as {@code kubectl get} prints it, takes the
 * place of all.
 */
public final class EgressPolicyManifest {
  private final String file;
  private final boolean whole;
  private final List<EgressNatPolicy> policies;

  private EgressPolicyManifest(String file, boolean whole, List<EgressNatPolicy> policies) {
    this.file = file;
    this.whole = whole;
    this.policies = policies;
  }

  /**
   * Reads the policies of a file.
   *
   * @throws IOException if there are none; the message is fit for the user
   */
  public static EgressPolicyManifest of(Dump dump) throws IOException {
    String file = dump.file().path();
    List<EgressNatPolicy> policies = new ArrayList<>();
    try {
      for (JsonObject json : dump.egressNatPolicies()) {
        policies.add(EgressNatPolicy.of(json));
      }
    } catch (MalformedDocumentException malformed) {
      throw new IOException(
          "%s: --egress-policies: %s".formatted(file, malformed.getMessage()), malformed);
    }
    if (policies.isEmpty() && !(dump.isList() && dump.isEmptyListOf("EgressNATPolicy"))) {
      throw new IOException(file + ": --egress-policies: has no EgressNATPolicy");
    }
    if (dump.hasUnknownKind("EgressNATPolicy")) {
      throw new IOException(
          file + ": --egress-policies: has an object that does not say what it is");
    }
    return new EgressPolicyManifest(file, dump.isList(), policies);
  }

  /**
   * The policies of a cluster once these are applied.
   *
   * @throws IOException if those that stay are not known; the message is fit for the user
   */
  public List<EgressNatPolicy> appliedTo(Observed<List<EgressNatPolicy>> present)
      throws IOException {
    if (whole) {
      return policies;
    }
    if (!(present instanceof Known<List<EgressNatPolicy>> known)) {
      throw new IOException(
          "%s: --egress-policies: the policies that the cluster has now are not known; give all as one"
                  .formatted(file)
              + " list (kubectl get egressnatpolicies -o json)");
    }
    Map<String, EgressNatPolicy> byName = new LinkedHashMap<>();
    known.value().forEach(policy -> byName.put(policy.name(), policy));
    policies.forEach(policy -> byName.put(policy.name(), policy));
    return List.copyOf(byName.values());
  }
}
