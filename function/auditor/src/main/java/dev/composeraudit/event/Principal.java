package dev.composeraudit.event;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.List;

/**
 * Reads who acted, from an audit log entry. An account has an e-mail address. A user of a workforce
 * or workload identity pool has none, and is named by {@code principalSubject} instead.
 */
final class Principal {
  /** Longer than anything that Google writes into these fields. */
  private static final int LENGTH = 1024;

  private static final String WHO = "authenticationInfo";
  private static final List<String> CLAIMS = List.of("principalSubject", "sub", "subject", "email");

  private Principal() {}

  /**
   * Who acted; blank if the entry does not say. Where the caller is not named, it is who acted
   * through a service account, or what another identity provider says of the caller.
   */
  static String of(JsonObject payload) throws RejectedException, MalformedDocumentException {
    JsonObject who = ProtoJson.object(payload, WHO);
    for (String field : List.of("principalEmail", "principalSubject")) {
      String text = ProtoJson.text(who, field);
      if (!text.isEmpty()) {
        return bounded(field, text);
      }
    }
    for (JsonObject delegation : ProtoJson.objects(who, "serviceAccountDelegationInfo")) {
      String text = delegate(delegation);
      if (!text.isEmpty()) {
        return bounded("serviceAccountDelegationInfo", text);
      }
    }
    return bounded("thirdPartyPrincipal", claim(ProtoJson.object(who, "thirdPartyPrincipal")));
  }

  /** One of those who acted through a service account. */
  private static String delegate(JsonObject delegation) throws MalformedDocumentException {
    String subject = ProtoJson.text(delegation, "principalSubject");
    if (!subject.isEmpty()) {
      return subject;
    }
    JsonObject google = ProtoJson.object(delegation, "firstPartyPrincipal");
    String email = ProtoJson.text(google, "principalEmail");
    return email.isEmpty() ? claim(ProtoJson.object(delegation, "thirdPartyPrincipal")) : email;
  }

  /** The claims of another provider have no fixed form; what names nobody is passed over. */
  private static String claim(JsonObject principal) throws MalformedDocumentException {
    JsonElement nested = ProtoJson.member(principal, "thirdPartyClaims");
    JsonObject claims = nested instanceof JsonObject object ? object : principal;
    for (String name : CLAIMS) {
      JsonElement value = claims.get(name);
      if (value != null && value.isJsonPrimitive() && !value.getAsString().isEmpty()) {
        return value.getAsString();
      }
    }
    return "";
  }

  private static String bounded(String field, String text) throws RejectedException {
    return BoundedText.of("protoPayload." + WHO + "." + field, text, LENGTH);
  }
}
