package dev.composeraudit.acceptance.release;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A CycloneDX bill of materials, joined from those of Maven modules. Two programs may need two
 * versions of a library; the bill has both.
 */
final class BillOfMaterials {
  private final SortedMap<String, Component> components = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> dependencies = new TreeMap<>();
  private JsonObject tools = new JsonObject();

  /** Adds the libraries of a module. */
  void add(JsonObject module) {
    for (JsonElement component : Component.array(module, "components")) {
      add(new Component(component.getAsJsonObject()));
    }
    for (JsonElement element : Component.array(module, "dependencies")) {
      JsonObject dependency = element.getAsJsonObject();
      SortedSet<String> needed =
          dependencies.computeIfAbsent(dependency.get("ref").getAsString(), ref -> new TreeSet<>());
      Component.array(dependency, "dependsOn").forEach(ref -> needed.add(ref.getAsString()));
    }
    tools = module.getAsJsonObject("metadata").getAsJsonObject("tools");
  }

  /** Adds a component, unless it is known already. */
  void add(Component component) {
    components.putIfAbsent(component.ref(), component);
  }

  List<Component> components() {
    return List.copyOf(components.values());
  }

  /** The document, the same for the same content. */
  String json(String name, String version) {
    JsonObject program = new JsonObject();
    program.addProperty("type", "application");
    program.addProperty("bom-ref", name);
    program.addProperty("name", name);
    program.addProperty("version", version);
    JsonObject metadata = new JsonObject();
    metadata.add("tools", tools);
    metadata.add("component", program);
    JsonArray listed = new JsonArray();
    components.values().forEach(component -> listed.add(component.json()));
    JsonArray needs = needs();
    JsonObject bill = new JsonObject();
    bill.addProperty("bomFormat", "CycloneDX");
    bill.addProperty("specVersion", "1.6");
    UUID content = UUID.nameUUIDFromBytes((program + "" + listed).getBytes(StandardCharsets.UTF_8));
    bill.addProperty("serialNumber", "urn:uuid:" + content);
    bill.addProperty("version", 1);
    bill.add("metadata", metadata);
    bill.add("components", listed);
    bill.add("dependencies", needs);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(bill) + "\n";
  }

  /** What depends on what, without modules that are no component, such as a mere pom. */
  private JsonArray needs() {
    JsonArray needs = new JsonArray();
    dependencies.forEach(
        (ref, needed) -> {
          if (components.containsKey(ref)) {
            JsonArray refs = new JsonArray();
            needed.forEach(refs::add);
            JsonObject dependency = new JsonObject();
            dependency.addProperty("ref", ref);
            dependency.add("dependsOn", refs);
            needs.add(dependency);
          }
        });
    return needs;
  }
}
