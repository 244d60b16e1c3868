package dev.composeraudit.fetch.kubernetes;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.KubernetesList;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.ResourceReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads all EgressNATPolicies of a cluster, page by page: all of them, or none. Whoever may write
 * to the cluster decides how many there are, so that all pages together may cost only so much.
 */
final class EgressNatPolicyList {
  static final int MAX_POLICIES = 5_000;
  static final int MAX_RANGES = 20_000;

  /** Of names, ranges, actions and what is said about other shapes. */
  static final int MAX_CHARACTERS = 2_000_000;

  private static final String PATH = "/apis/networking.gke.io/v1/egressnatpolicies?limit=500";
  // A cluster has two or three policies; a list of this many pages never ends.
  private static final int PAGES = 20;

  private final KubernetesClient api;
  private final List<EgressNatPolicy> policies = new ArrayList<>();
  private int ranges;
  private long characters;

  EgressNatPolicyList(KubernetesClient api) {
    this.api = api;
  }

  Observed<List<EgressNatPolicy>> read(ReadRequest request) {
    String next = "";
    for (int page = 0; page < PAGES; page++) {
      String from =
          next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
      Observed<String> nextPage =
          api.read(request, PATH + from).flatMap(list -> add(request, list));
      if (nextPage instanceof Unknown<String> unknown) {
        return unknown.as();
      }
      next = ((Known<String>) nextPage).value();
      if (next.isEmpty()) {
        return all(request);
      }
    }
    return request.unknown(
        Reason.TOO_LARGE, "the list does not end after %d pages".formatted(PAGES));
  }

  /** Two pages may have one policy as it was at two times. */
  private Observed<List<EgressNatPolicy>> all(ReadRequest request) {
    Map<String, EgressNatPolicy> byName = new HashMap<>();
    for (EgressNatPolicy policy : policies) {
      EgressNatPolicy same = byName.put(policy.name(), policy);
      if (same != null && !same.equals(policy)) {
        return request.unknown(
            Reason.INDETERMINATE,
            "the EgressNATPolicy %s changed while the list was read; audit the environment again"
                .formatted(Excerpt.of(policy.name())));
      }
    }
    return Observed.known(List.copyOf(policies));
  }

  /** Adds a page's items. Returns the token of the next page, blank after the last. */
  private Observed<String> add(ReadRequest request, Optional<JsonObject> page) {
    if (page.isEmpty()) {
      return request.unknown(Reason.NOT_FOUND, "the cluster says that it has no such list");
    }
    try {
      JsonObject list = KubernetesObject.ofKind("EgressNATPolicyList", page.get());
      Observed<List<EgressNatPolicy>> read =
          ResourceReader.egressNatPolicies(KubernetesObject.items(list));
      if (read instanceof Unknown<List<EgressNatPolicy>> unknown) {
        return unknown.as();
      }
      ((Known<List<EgressNatPolicy>>) read).value().forEach(this::add);
      String next = KubernetesObject.next(list);
      if (next.isEmpty() && KubernetesList.goesOn(list)) {
        return request.unknown(
            Reason.UNREADABLE,
            "the list of EgressNATPolicies is incomplete: it has remainingItemCount and no continue"
                + " token; see whether a proxy in front of the control plane changes answers");
      }
      return isTooLarge()
          ? request.unknown(
              Reason.TOO_LARGE,
              "there are more than %,d EgressNATPolicies, %,d ranges or %,d characters in them"
                  .formatted(MAX_POLICIES, MAX_RANGES, MAX_CHARACTERS))
          : Observed.known(next);
    } catch (MalformedDocumentException malformed) {
      return request.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }

  private void add(EgressNatPolicy policy) {
    policies.add(policy);
    ranges += policy.cidrs().size() + policy.problems().size();
    characters += policy.name().length() + policy.action().length();
    policy.cidrs().forEach(range -> characters += range.length());
    policy.problems().forEach(problem -> characters += problem.length());
  }

  private boolean isTooLarge() {
    return policies.size() > MAX_POLICIES || ranges > MAX_RANGES || characters > MAX_CHARACTERS;
  }
}
