package dev.composeraudit.acceptance.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.composeraudit.acceptance.cloud.ScriptRun;
import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release as {@code scripts/release} packs it, of what this build has made. The bills of
 * materials, which take another build, are checked by {@code scripts/release} itself.
 */
final class ReleaseIT {
  private static final Path ROOT = Layout.current().root();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
  private static final String PACK =
      """
      set -euo pipefail
      root=$1 into=$2 again=$3
      source "$root/scripts/lib.sh"
      source "$root/scripts/release.d/pack.sh"
      lay_out "$root" "$into"
      zip_folder "$into/composer-audit" "$into/composer-audit.zip" 202601010000.00
      zip_folder "$into/function" "$into/function.zip" 202601010000.00
      # On another path, by somebody with other habits.
      umask 077
      export TZ=Asia/Tokyo LC_ALL=C
      mkdir -p "$again"
      cp -R "$into/composer-audit" "$again/"
      zip_folder "$again/composer-audit" "$again/composer-audit.zip" 202601010000.00
      """;

  @TempDir static Path folder;
  private static Path unpacked = Path.of("");

  @BeforeAll
  static void pack() throws Exception {
    assumeTrue(Layout.program("zip").isPresent(), "zip is not installed");
    assumeTrue(Layout.program("unzip").isPresent(), "unzip is not installed");
    bash(PACK, ROOT.toString(), folder.resolve("a").toString(), folder.resolve("b c").toString());
    unpacked = folder.resolve("unpacked here");
    bash("unzip -q \"$1\" -d \"$2\"", folder + "/a/composer-audit.zip", unpacked.toString());
  }

  @Test
  void theSameContentIsTheSameBytesOnEveryPath() throws Exception {
    assertThat(
            Files.mismatch(
                folder.resolve("a/composer-audit.zip"), folder.resolve("b c/composer-audit.zip")))
        .isEqualTo(-1);
  }

  @Test
  void theCommandLineNeedsJavaAndCoreutilsOnly() throws Exception {
    assertThat(bare("--help").output()).contains("Usage: composer-audit", "scan", "check");
    assertThat(bare("scan", "--help").output()).startsWith("Usage: composer-audit scan");

    Path plans = ROOT.resolve("function/cli/src/test/resources/terraform-plans");
    ScriptRun check = bare("check", plans.resolve("20-composer-3/plan.json").toString());
    assertThat(check.errors()).isEmpty();
    assertThat(check.output()).contains("4 environments, 36 results: 36 SKIP");
  }

  @Test
  void theDemoRunsOfIt() throws Exception {
    ScriptRun demo = bare("demo");
    // Its exit code is also about an early finding, which a busy machine may miss.
    assertThat(demo.output()).contains("ok    (a) agent-absent").doesNotContain("\u001b");
  }

  @Test
  void theScriptsOfIt() throws Exception {
    ScriptRun list = script("composer-audit", "list");
    assertThat(list.exit()).as(list.errors()).isZero();
    assertThat(list.output()).contains("ip-masquerade-agent-enabled");
    assertThat(script("deploy", "--help").output()).startsWith("usage: scripts/deploy");
    for (String name : List.of("check", "release", "lock")) {
      assertThat(unpacked.resolve("scripts").resolve(name)).doesNotExist();
    }
  }

  /** What deploy and Terraform upload is what the function's zip has, and nothing else. */
  @Test
  void theFunctionIsItsJarAndItsLibraries() throws Exception {
    Path built = ROOT.resolve("function/auditor/target/function");
    Path taken = folder.resolve("taken");
    for (String release : List.of("", folder.resolve("a/function.zip").toString())) {
      bash(
          """
          set -euo pipefail
          root=$1 release=$2 work=$3 policies='' image='' mode=apply
          rm -rf "$work" && mkdir "$work"
          source "$root/scripts/lib.sh"
          source "$root/scripts/deploy.d/function.sh"
          wrong() { die "$1"; }
          build
          cd "$built" && find . -type f -exec cksum {} + >"$work/sums"
          """,
          unpacked.toString(),
          release,
          taken.toString());
      assertThat(new TreeSet<>(Files.readAllLines(taken.resolve("sums"))))
          .isEqualTo(
              new TreeSet<>(
                  bash("cd \"$1\" && find . -type f -exec cksum {} +", built.toString())
                      .output()
                      .lines()
                      .toList()));
    }
  }

  @Test
  void manAndShellsCanReadWhatIsForThem() throws Exception {
    Path man = unpacked.resolve("man/man1/composer-audit.1");
    assertThat(Files.readString(man))
        .startsWith(".TH \"COMPOSER\\-AUDIT\" 1\n")
        .contains(".SS \"scan\"");
    bash("bash -n \"$1\"", unpacked.resolve("completions/composer-audit.bash").toString());
    assertThat(
            bash(
                    "source \"$1\"; COMP_WORDS=(composer-audit sc) COMP_CWORD=1;"
                        + " _complete_composer-audit; echo \"${COMPREPLY[@]}\"",
                    unpacked.resolve("completions/composer-audit.bash").toString())
                .output()
                .strip())
        .isEqualTo("scan");
  }

  @Test
  void theLinksOfItsDocumentsLeadToFiles() throws IOException {
    List<String> dead = new ArrayList<>();
    try (Stream<Path> files = Files.walk(unpacked)) {
      for (Path document : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        LINK.matcher(Files.readString(document))
            .results()
            .map(it -> it.group(1))
            .filter(link -> !link.contains(":") && !link.contains("("))
            .filter(link -> !Files.exists(document.resolveSibling(link)))
            .forEach(link -> dead.add(unpacked.relativize(document) + ": " + link));
      }
    }
    assertThat(dead).isEmpty();
  }

  /** The command with an empty home, and with nothing on the PATH but coreutils and java. */
  private static ScriptRun bare(String... arguments) throws Exception {
    Path bin = folder.resolve("bin");
    if (!Files.exists(bin)) {
      Files.createDirectories(folder.resolve("home"));
      bash(
          """
          mkdir -p "$1" && ln -s "$2" "$1/java"
          for name in cat cksum cut dirname mv readlink rm; do ln -s "$(command -v $name)" "$1/"; done
          """,
          bin.toString(),
          Layout.java().toString());
    }
    List<String> command =
        new ArrayList<>(
            List.of("/usr/bin/env", "-i", "HOME=" + folder.resolve("home"), "PATH=" + bin));
    command.add(unpacked.resolve("bin/composer-audit").toString());
    command.addAll(List.of(arguments));
    return ScriptRun.of(command, Map.of());
  }

  private static ScriptRun script(String name, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(unpacked.resolve("scripts").resolve(name).toString()));
    command.addAll(List.of(arguments));
    return ScriptRun.of(command, Map.of());
  }

  private static ScriptRun bash(String script, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(List.of(arguments));
    ScriptRun run = ScriptRun.of(command, Map.of());
    assertThat(run.exit()).as(run.errors()).isZero();
    return run;
  }
}
