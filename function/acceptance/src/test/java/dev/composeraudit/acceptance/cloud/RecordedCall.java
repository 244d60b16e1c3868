package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonObject;
import java.util.regex.Pattern;

/**
 * A call that a {@link RecordingCloud} was sent.
 *
 * @param service the host's first label, as {@code pubsub}
 * @param path with the version, without the query
 * @param query empty if there is none
 * @param body empty if there is none, or if it is not JSON
 */
public record RecordedCall(
    String service, String method, String path, String query, JsonObject body) {
  private static final Pattern READS =
      Pattern.compile(
          ".*:(?:getIamPolicy|getAncestry|queryTestablePermissions|testIamPermissions)");

  /** Whether it asks for a change. */
  public boolean mutates() {
    return !method.equals("GET") && !READS.matcher(path).matches();
  }

  /** What is done to which kind of thing, with stars for names. */
  public String kind() {
    String[] segments = CloudApis.name(this).split("/", -1);
    for (int i = 1; i < segments.length; i += 2) {
      segments[i] = segments[i].replaceFirst("^[^:]*", "*");
    }
    return service + " " + method + " " + String.join("/", segments);
  }

  /** The value of a query parameter whose name ends so, as {@code functionId}; "" if none does. */
  public String parameter(String suffix) {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).endsWith(suffix)) {
        return pair.substring(equals + 1);
      }
    }
    return "";
  }

  @Override
  public String toString() {
    return service + " " + method + " " + path;
  }
}
