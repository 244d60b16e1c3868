package dev.composeraudit.policy.remedy;

import java.util.ArrayList;
import java.util.List;

/** Settings of an environment while they are collected; what is not set is left out. */
final class FlagList {
  private final List<Setting> settings = new ArrayList<>();

  /**
   * One setting.
   *
   * @param flag a flag of {@code gcloud composer environments create}, quoted for a shell; blank if
   *     another setting's flag says it
   * @param path where it stands in the block {@code google_composer_environment}, {@code
   *     config.node_config.network}; blank if it has no argument of its own there
   * @param hcl its value there
   */
  record Setting(String flag, String path, String hcl) {}

  List<Setting> all() {
    return List.copyOf(settings);
  }

  void add(String flag, String path, String hcl) {
    settings.add(new Setting(flag, path, hcl));
  }

  void text(String flag, String path, String value) {
    if (!value.isEmpty()) {
      add("--" + flag + "=" + Quoted.shell(value), path, Quoted.hcl(value));
    }
  }

  void flag(String flag, String path, boolean value) {
    if (value) {
      add("--" + flag, path, "true");
    }
  }

  void count(String flag, String path, int value) {
    if (value > 0) {
      add("--" + flag + "=" + value, path, String.valueOf(value));
    }
  }

  /** What only Terraform has an argument for. */
  void hcl(String path, String value) {
    if (!value.isEmpty()) {
      add("", path, Quoted.hcl(value));
    }
  }

  static String number(float value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  /** gcloud takes whole numbers of a unit only. */
  static String size(float gibibytes) {
    return gibibytes == Math.rint(gibibytes)
        ? (long) gibibytes + "GB"
        : Math.round(gibibytes * 1024) + "MB";
  }
}
