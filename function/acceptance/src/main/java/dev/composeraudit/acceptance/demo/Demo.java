package dev.composeraudit.acceptance.demo;

import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.DeploymentOptions;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Run;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code scripts/demo}: creates five environments in the sandbox and shows what the function finds.
 * Exit 0 only if every verdict is the expected one.
 */
@Command(
    name = "scripts/demo",
    mixinStandardHelpOptions = true,
    description = "Creates Composer environments in a local sandbox and shows what is found.")
public final class Demo implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(50);

  @Option(
      names = "--keep",
      description = "keep the sandbox running, serve the dashboard, and print commands to try")
  private boolean keep;

  @Option(
      names = "--pubsub",
      paramLabel = "embedded|emulator",
      defaultValue = "embedded",
      description = "the Pub/Sub to use: the sandbox's own, or the Cloud SDK's emulator")
  private String pubsub = "embedded";

  @Option(names = "--invoker", hidden = true, defaultValue = Layout.INVOKER)
  private String invoker = Layout.INVOKER;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "the sandbox's port; 0, the default, takes a free one")
  private int port;

  private final Screen screen = Screen.standard();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Demo()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    screen.step("starting the sandbox and the function (java-function-invoker " + invoker + ")");
    DeploymentOptions options =
        DeploymentOptions.standard()
            .withPubsub(pubsub)
            .withInvoker(invoker)
            .withPort(port)
            .withCreation(Duration.ofSeconds(3));
    try (Deployment deployment = Deployment.start(options)) {
      screen.step("sandbox   " + deployment.sandboxUri() + "  (Pub/Sub: " + pubsub + ")");
      screen.step("function  " + deployment.functionUri());
      if (!keep) {
        return run(deployment) ? 0 : 1;
      }
      keep(deployment, options.layout());
      return 0;
    }
  }

  /** The dashboard is there before the first finding, so that it misses none. */
  private void keep(Deployment deployment, Layout layout) throws IOException, InterruptedException {
    try (LiveDashboard dashboard = LiveDashboard.start(layout, deployment.pubsubUri(), 0)) {
      screen.step("dashboard " + dashboard.address());
      run(deployment);
      Instructions.print(screen, deployment, dashboard);
      new CountDownLatch(1).await();
    }
  }

  private boolean run(Deployment deployment) throws IOException, InterruptedException {
    Run run = new Run(deployment, deployment.findings("demo"));
    screen.step("binding   10.200.0.0/16 accepts 10.0.0.0/8 only; Pods are in 192.168.0.0/16");
    for (Scenario scenario : Scenario.ALL) {
      run.create(scenario);
      screen.step(
          "create    (%s) %s: %s"
              .formatted(scenario.letter(), scenario.environment(), scenario.title()));
    }
    run.await(
        Scenario.ALL,
        TIMEOUT,
        (scenario, finding) -> screen.finding(scenario.letter(), finding),
        screen::step);
    return conclude(run);
  }

  private boolean conclude(Run run) {
    boolean early = failedEarly(run, Scenario.ALL.get(0));
    screen.plain("");
    screen.verdict(early, "(a) failed before its creation was done");
    boolean good = early;
    for (Scenario scenario : Scenario.ALL) {
      List<String> missing = run.missing(List.of(scenario));
      screen.verdict(
          missing.isEmpty(),
          "(%s) %s: %s"
              .formatted(
                  scenario.letter(),
                  scenario.environment(),
                  missing.isEmpty() ? outcome(scenario) : "not as expected: " + missing.get(0)));
      good &= missing.isEmpty();
    }
    return good;
  }

  /** Whether the agent's absence was published while the environment was still being created. */
  public static boolean failedEarly(Run run, Scenario scenario) {
    return run.findings().stream()
        .filter(finding -> finding.environment().equals(scenario.environment()))
        .filter(finding -> finding.policy().equals(Scenario.AGENT))
        .filter(finding -> finding.verdict() == Verdict.FAIL)
        .anyMatch(finding -> finding.seen().isBefore(run.createdAt(scenario)));
  }

  private static String outcome(Scenario scenario) {
    return switch (scenario.letter()) {
      case "a" -> "violates, and that was known at the first log entry";
      case "b" -> "complies";
      case "c" -> "violates although the agent is enabled";
      case "d" -> "not applicable";
      case "e" -> "the flag complies; one alarm says that the cluster can't be seen";
      default -> throw new IllegalStateException(scenario.letter());
    };
  }
}
