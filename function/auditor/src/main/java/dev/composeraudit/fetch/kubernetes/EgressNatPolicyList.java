package dev.composeraudit.fetch.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.fetch.api.ReadRequest;
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

/** Reads all EgressNATPolicies of a cluster, page by page: all of them, or none. */
final class EgressNatPolicyList {
  private static final String PATH = "/apis/networking.gke.io/v1/egressnatpolicies?limit=500";
  // A cluster has two or three policies; a list of this many pages never ends.
  private static final int PAGES = 20;

  private final KubernetesClient api;
  private final JsonArray items = new JsonArray();

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
        return parse(request);
      }
    }
    return request.unknown(
        Reason.UNREADABLE, "the list does not end after %d pages".formatted(PAGES));
  }

  /** Adds a page's items. Returns the token of the next page, blank after the last. */
  private Observed<String> add(ReadRequest request, Optional<JsonObject> page) {
    if (page.isEmpty()) {
      return request.unknown(Reason.NOT_FOUND, "the cluster says that it has no such list");
    }
    try {
      JsonObject list = KubernetesObject.ofKind("EgressNATPolicyList", page.get());
      items.addAll(KubernetesObject.items(list));
      return Observed.known(KubernetesObject.next(list));
    } catch (MalformedDocumentException malformed) {
      return request.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }

  private Observed<List<EgressNatPolicy>> parse(ReadRequest request) {
    try {
      return ResourceReader.egressNatPolicies(items);
    } catch (MalformedDocumentException malformed) {
      return request.unknown(Reason.UNREADABLE, String.valueOf(malformed.getMessage()));
    }
  }
}
