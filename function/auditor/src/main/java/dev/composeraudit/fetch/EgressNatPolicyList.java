package dev.composeraudit.fetch;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.ResourceReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads all EgressNATPolicies of a cluster, page by page: all of them or none. */
final class EgressNatPolicyList {
  private static final String PATH = "/apis/networking.gke.io/v1/egressnatpolicies?limit=500";
  // A cluster has two or three policies; what goes on for longer goes on for ever.
  private static final int PAGES = 20;

  private final KubernetesClient api;
  private final JsonArray items = new JsonArray();

  EgressNatPolicyList(KubernetesClient api) {
    this.api = api;
  }

  Observed<List<EgressNatPolicy>> read(ReadRequest reading) {
    String next = "";
    for (int page = 0; page < PAGES; page++) {
      String from =
          next.isEmpty() ? "" : "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
      Observed<String> following =
          api.read(reading, PATH + from).flatMap(list -> take(reading, list));
      if (following instanceof Unknown<String> unknown) {
        return unknown.as();
      }
      next = ((Known<String>) following).value();
      if (next.isEmpty()) {
        return parse(reading);
      }
    }
    return reading.unknown(
        Reason.UNREADABLE, "the list does not end after %d pages".formatted(PAGES));
  }

  /** Takes a page's items; gives where the list goes on, blank if it does not. */
  private Observed<String> take(ReadRequest reading, Optional<JsonObject> page) {
    if (page.isEmpty()) {
      return reading.unknown(Reason.NOT_FOUND, "the cluster says that it has no such list");
    }
    try {
      JsonObject list = KubernetesObject.ofKind("EgressNATPolicyList", page.get());
      items.addAll(KubernetesObject.items(list));
      return Observed.known(KubernetesObject.next(list));
    } catch (MalformedDocumentException malformed) {
      return reading.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }

  private Observed<List<EgressNatPolicy>> parse(ReadRequest reading) {
    try {
      return ResourceReader.egressNatPolicies(items);
    } catch (MalformedDocumentException malformed) {
      return reading.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }
}
