package dev.composeraudit.access;

import dev.composeraudit.access.AccessRemedy.AllowIngress;
import dev.composeraudit.access.AccessRemedy.EnableService;
import dev.composeraudit.access.AccessRemedy.GrantPermission;
import dev.composeraudit.access.AccessRemedy.PlaceReader;
import dev.composeraudit.access.AccessRemedy.Redeploy;
import dev.composeraudit.access.AccessRemedy.SignIn;
import java.util.Map;
import java.util.Optional;

/** Reads remedies in the form in which they are written: an action, and its values by names. */
public final class AccessRemedies {
  private AccessRemedies() {}

  /** The remedy; empty if there is no such action. */
  public static Optional<AccessRemedy> of(String action, Map<String, String> values) {
    return Optional.ofNullable(
        switch (action) {
          case "GRANT_PERMISSION" ->
              new GrantPermission(
                  text(values, "permission"),
                  Optional.ofNullable(values.get("role")),
                  text(values, "resource"));
          case "ENABLE_SERVICE" ->
              new EnableService(text(values, "service"), text(values, "project"));
          case "ALLOW_INGRESS" ->
              new AllowIngress(
                  text(values, "service"),
                  text(values, "method"),
                  text(values, "resource"),
                  Optional.ofNullable(values.get("uid")));
          case "PLACE_READER" ->
              new PlaceReader(
                  text(values, "hostProject"),
                  text(values, "network"),
                  text(values, "region"),
                  text(values, "project"));
          case "SIGN_IN" -> new SignIn();
          case "REDEPLOY" -> new Redeploy(text(values, "option"));
          default -> null;
        });
  }

  private static String text(Map<String, String> values, String name) {
    return values.getOrDefault(name, "");
  }
}
