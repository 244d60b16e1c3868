package dev.composeraudit.acceptance.release;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * For {@code scripts/release}: joins the modules' bills of materials into one, and refuses it
 * unless it lists exactly the jars that ship, under licences that are allowed.
 */
@Command(
    name = "bill",
    mixinStandardHelpOptions = true,
    description = "Writes the bill of materials of the jars in a folder, and their licences.")
public final class BillCommand implements Callable<Integer> {
  @Option(names = "--name", required = true, description = "of what ships")
  private String name = "";

  @Option(names = "--version", required = true, description = "of what ships")
  private String version = "";

  @Option(names = "--jars", required = true, description = "the folder of the jars that ship")
  private Path jars = Path.of("");

  @Option(names = "--allowed", required = true, description = "the file of allowed licences")
  private Path allowed = Path.of("");

  @Option(names = "--bill", required = true, description = "the file to write")
  private Path bill = Path.of("");

  @Option(names = "--licences", required = true, description = "the Markdown file to write")
  private Path licences = Path.of("");

  @Parameters(
      paramLabel = "[JAR=]BILL",
      arity = "1..*",
      description = "for each module: its jar in the folder, then its bill of materials")
  private List<String> modules = List.of();

  public static void main(String[] args) {
    System.exit(new CommandLine(new BillCommand()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    ShippedJars shipped = ShippedJars.in(jars);
    BillOfMaterials joined = new BillOfMaterials();
    for (String module : modules) {
      add(joined, module, shipped);
    }
    List<String> problems = ReleaseCheck.problems(joined, shipped, AllowedLicences.read(allowed));
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      return 1;
    }
    Files.writeString(bill, joined.json(name, version));
    Files.writeString(licences, LicenceTable.markdown(joined));
    return 0;
  }

  private static void add(BillOfMaterials joined, String module, ShippedJars shipped)
      throws IOException {
    String[] jarAndFile = module.split("=", 2);
    String file = jarAndFile[jarAndFile.length - 1];
    JsonObject json = JsonParser.parseString(Files.readString(Path.of(file))).getAsJsonObject();
    if (jarAndFile.length == 2) {
      String hash = shipped.hashes().getOrDefault(jarAndFile[0], "");
      Component own = new Component(json.getAsJsonObject("metadata").getAsJsonObject("component"));
      joined.add(own.with(hash));
    }
    joined.add(json);
  }
}
