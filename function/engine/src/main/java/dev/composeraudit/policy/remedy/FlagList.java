package dev.composeraudit.policy.remedy;

import java.util.ArrayList;
import java.util.List;

/** Flags of gcloud while they are collected, quoted for a shell; what is not set is left out. */
final class FlagList {
  private final List<String> flags = new ArrayList<>();

  List<String> all() {
    return List.copyOf(flags);
  }

  /** Adds a flag as it is; nothing if it is blank. */
  void add(String flag) {
    if (!flag.isEmpty()) {
      flags.add(flag);
    }
  }

  void text(String flag, String value) {
    if (!value.isEmpty()) {
      add("--" + flag + "=" + Quoted.shell(value));
    }
  }

  void flag(String flag, boolean value) {
    if (value) {
      add("--" + flag);
    }
  }

  void count(String flag, int value) {
    if (value > 0) {
      add("--" + flag + "=" + value);
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
