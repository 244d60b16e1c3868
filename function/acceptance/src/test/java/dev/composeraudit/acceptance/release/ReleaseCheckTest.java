package dev.composeraudit.acceptance.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What makes a release's bill of materials, and what is wrong with one. */
final class ReleaseCheckTest {
  private static final String OF_A =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
  private static final AllowedLicences ALLOWED = new AllowedLicences(Set.of("Apache-2.0", "MIT"));

  @TempDir Path folder;

  @Test
  void whatShipsAndIsListedIsInOrder() throws Exception {
    ship("lib/one-1.jar", "a");
    assertThat(problems(library("one", OF_A, "{'license': {'id': 'MIT'}}"))).isEmpty();
  }

  @Test
  void aJarThatIsNotListedIsNamed() throws Exception {
    ship("lib/one-1.jar", "a");
    ship("lib/two-1.jar", "b");
    assertThat(problems(library("one", OF_A, "{'license': {'id': 'MIT'}}")))
        .containsExactly("lib/two-1.jar ships, and is not in the bill of materials");
  }

  @Test
  void aLibraryThatDoesNotShipIsNamed() throws Exception {
    assertThat(problems(library("one", OF_A, "{'license': {'id': 'MIT'}}")))
        .containsExactly("pkg:maven/g/one@1 is in the bill of materials, and does not ship");
  }

  @Test
  void aJarOfAnotherContentIsNotTheOneThatIsListed() throws Exception {
    ship("lib/one-1.jar", "changed");
    assertThat(problems(library("one", OF_A, "{'license': {'id': 'MIT'}}"))).hasSize(2);
  }

  @Test
  void everyLicenceHasToBeAllowedAndOneStated() throws Exception {
    ship("lib/one-1.jar", "a");
    assertThat(problems(library("one", OF_A, ""))).hasSize(1);
    assertThat(problems(library("one", OF_A, "{'license': {'name': 'Own terms'}}"))).hasSize(1);
    assertThat(problems(library("one", OF_A, "{'expression': 'GPL-3.0-only'}"))).hasSize(1);
    assertThat(
            problems(
                library("one", OF_A, "{'license': {'id': 'MIT'}}, {'license': {'id': 'GPL-3.0'}}")))
        .containsExactly("pkg:maven/g/one@1: its licence is not allowed: [MIT, GPL-3.0]");
  }

  /** Two programs may ship two versions; a library that both have is listed once. */
  @Test
  void theBillsOfSeveralModulesAreJoined() {
    BillOfMaterials bill = new BillOfMaterials();
    bill.add(bill("one", "two"));
    bill.add(bill("two", "three"));
    assertThat(bill.components())
        .extracting(Component::name)
        .containsExactly("g:one", "g:three", "g:two");
    JsonObject json = JsonParser.parseString(bill.json("all", "1.0.0")).getAsJsonObject();
    assertThat(json.getAsJsonArray("components")).hasSize(3);
    assertThat(json.getAsJsonArray("dependencies"))
        .as("what a module needs that is no component is left out")
        .hasSize(1);
  }

  @Test
  void theCommandAddsAModulesOwnJarAndWritesTheSameEachTime() throws Exception {
    ship("jars/own.jar", "own");
    ship("jars/lib/one-1.jar", "a");
    Files.writeString(folder.resolve("allowed"), "# why\nMIT\tpermissive\n");
    Files.writeString(folder.resolve("bom.json"), bill("one").toString());

    assertThat(run("own.jar=" + folder.resolve("bom.json"))).isZero();
    String written = Files.readString(folder.resolve("bill.json"));
    assertThat(written).contains("pkg:maven/g/module@1", "pkg:maven/g/one@1");
    assertThat(Files.readString(folder.resolve("licences.md"))).contains("| g:one | 1 | MIT |");
    assertThat(run("own.jar=" + folder.resolve("bom.json"))).isZero();
    assertThat(Files.readString(folder.resolve("bill.json"))).isEqualTo(written);

    assertThat(run(folder.resolve("bom.json").toString())).as("own.jar is not listed").isEqualTo(1);
  }

  private int run(String module) {
    return new CommandLine(new BillCommand())
        .execute(
            "--name=all",
            "--version=1.0.0",
            "--jars=" + folder.resolve("jars"),
            "--allowed=" + folder.resolve("allowed"),
            "--bill=" + folder.resolve("bill.json"),
            "--licences=" + folder.resolve("licences.md"),
            module);
  }

  private List<String> problems(JsonObject component) throws Exception {
    BillOfMaterials bill = new BillOfMaterials();
    bill.add(new Component(component));
    return ReleaseCheck.problems(bill, ShippedJars.in(folder), ALLOWED);
  }

  private void ship(String jar, String content) throws Exception {
    Path file = folder.resolve(jar);
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject library(String name, String sha256, String licences) {
    return json(
        "{'bom-ref': 'pkg:maven/g/%1$s@1', 'group': 'g', 'name': '%1$s', 'version': '1', 'hashes':"
                .formatted(name)
            + " [{'alg': 'SHA-256', 'content': '%s'}], 'licenses': [%s]}"
                .formatted(sha256, licences));
  }

  /** The bill of a module that needs these libraries, each with the content "a". */
  private static JsonObject bill(String... libraries) {
    JsonObject bill =
        json(
            "{'metadata': {'tools': {}, 'component': {'bom-ref': 'pkg:maven/g/module@1', 'group':"
                + " 'g', 'name': 'module', 'version': '1', 'licenses': [{'license': {'id':"
                + " 'MIT'}}]}}, 'components': [], 'dependencies': [{'ref': 'pkg:maven/g/module@1',"
                + " 'dependsOn': ['pkg:maven/g/two@1']}, {'ref': 'pkg:maven/g/two@1', 'dependsOn':"
                + " []}]}");
    for (String library : libraries) {
      bill.getAsJsonArray("components").add(library(library, OF_A, "{'license': {'id': 'MIT'}}"));
    }
    return bill;
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
