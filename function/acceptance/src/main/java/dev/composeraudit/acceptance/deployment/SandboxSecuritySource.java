package dev.composeraudit.acceptance.deployment;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A source of the sandbox's Security Command Center, as somebody sees it who looks there. */
public final class SandboxSecuritySource {
  /** As the setting {@code SCC_SOURCE} has it. */
  public static final String NAME = "organizations/123456789012/sources/5678";

  private static final String FINDINGS = "/v2/" + NAME + "/locations/global/findings";

  private SandboxSecuritySource() {}

  /** The id of a policy's finding of an environment, by the environment's resource name. */
  public static String uid(String policy, String environment) {
    String text = policy + "\n//composer.googleapis.com/" + environment;
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 32);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** The findings of an environment, by the last part of its name. */
  public static List<JsonObject> findings(Http sandbox, String environment)
      throws IOException, InterruptedException {
    List<JsonObject> findings = new ArrayList<>();
    for (JsonElement result : sandbox.get(FINDINGS).getAsJsonArray("listFindingsResults")) {
      JsonObject finding = result.getAsJsonObject().getAsJsonObject("finding");
      if (finding.get("resourceName").getAsString().endsWith("/" + environment)) {
        findings.add(finding);
      }
    }
    return findings;
  }

  /** Whether the finding with this id is among them and active. */
  public static boolean isActive(List<JsonObject> findings, String uid) {
    return findings.stream()
        .anyMatch(
            it ->
                it.get("name").getAsString().endsWith("/" + uid)
                    && it.get("state").getAsString().equals("ACTIVE"));
  }
}
