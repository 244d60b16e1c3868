package dev.composeraudit.acceptance.campaign.load;

import dev.composeraudit.acceptance.deployment.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a Java process takes of the machine; 0 where the machine, or a JDK, does not tell. */
public final class Footprint {
  private static final Pattern USED = Pattern.compile(" (?:generation|space) .* used (\\d+)K");

  private final long pid;

  public Footprint(long pid) {
    this.pid = pid;
  }

  int threads() throws IOException {
    return (int) status("Threads");
  }

  long residentMib() throws IOException {
    return status("VmRSS") / 1024;
  }

  /** The most that it has had resident. */
  public long peakMib() throws IOException {
    return status("VmHWM") / 1024;
  }

  /** What is alive in the heap, in MiB, as a collection finds it: metaspace is not of the heap. */
  long liveMib() throws IOException, InterruptedException {
    jcmd("GC.run");
    String heap = jcmd("GC.heap_info").replaceFirst("(?s)Metaspace.*", "");
    return USED.matcher(heap).results().mapToLong(Footprint::kib).sum() / 1024;
  }

  private static long kib(MatchResult used) {
    return Long.parseLong(used.group(1));
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Path tool = Layout.java().resolveSibling("jcmd");
    if (!Files.exists(tool)) {
      return "";
    }
    Process process =
        new ProcessBuilder(tool.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return answer;
  }

  /** A number that Linux tells of a process. */
  private long status(String key) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
