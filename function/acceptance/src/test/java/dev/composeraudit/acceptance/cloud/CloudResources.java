package dev.composeraudit.acceptance.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a {@link RecordingCloud} holds, and what the scripts print about it, as text that golden
 * files hold; {@code -Dgolden=refresh} writes them anew.
 */
public final class CloudResources {
  private static final Path FOLDER = Path.of("src/test/resources/deploy");
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private CloudResources() {}

  /** All resources, then who may do what where. */
  public static String of(CloudStore store) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, JsonObject> entry : store.resources().entrySet()) {
      JsonObject resource = entry.getValue().deepCopy();
      resource.remove("name");
      text.append(entry.getKey()).append(' ').append(GSON.toJson(resource)).append('\n');
    }
    for (Map.Entry<String, JsonObject> entry : store.policies().entrySet()) {
      for (String binding : bindings(entry.getValue())) {
        text.append(entry.getKey()).append(": ").append(binding).append('\n');
      }
    }
    return text.toString();
  }

  public static void check(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    String text = normal(actual);
    if ("refresh".equals(System.getProperty("golden"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(text).as(name).isEqualTo(Files.readString(file));
  }

  /** Without what depends on the checkout, on the code that is deployed, or on chance. */
  public static String normal(String text) {
    return text.replace(Layout.current().root().toString(), "ROOT")
        // Quotes are where the checkout's path has spaces.
        .replaceAll("'(-[^' ]*ROOT[^' ]*|ROOT[^' ]*)'", "$1")
        .replaceAll("(digest(?:=|\": \"))[0-9a-f]{40}", "$1DIGEST")
        .replaceAll("(content(?:[=:-]|\": \")|\\[)[0-9a-f]{12}\\b", "$1CONTENT")
        .replaceAll("(nonce\": \")[a-z]{10}\\b", "$1NONCE");
  }

  private static List<String> bindings(JsonObject policy) {
    TreeSet<String> bindings = new TreeSet<>();
    if (policy.get("bindings") instanceof JsonArray all) {
      for (JsonElement binding : all) {
        String role = binding.getAsJsonObject().get("role").getAsString();
        for (JsonElement member : binding.getAsJsonObject().getAsJsonArray("members")) {
          bindings.add(member.getAsString() + " has " + role);
        }
      }
    }
    return new ArrayList<>(bindings);
  }
}
