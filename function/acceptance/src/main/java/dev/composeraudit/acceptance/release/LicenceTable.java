package dev.composeraudit.acceptance.release;

/** The licences of what ships, as a Markdown table. */
final class LicenceTable {
  private LicenceTable() {}

  static String markdown(BillOfMaterials bill) {
    StringBuilder table =
        new StringBuilder("# Licences of the libraries in this release\n\n")
            .append("As each library's pom states them.\n\n")
            .append("| library | version | licence |\n|---|---|---|\n");
    for (Component component : bill.components()) {
      table.append(
          "| %s | %s | %s |\n"
              .formatted(
                  component.name(), component.version(), String.join(", ", component.licences())));
    }
    return table.toString();
  }
}
