package dev.composeraudit;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.logging.LoggingOptions;
import dev.composeraudit.audit.ChangeCoalescer;
import dev.composeraudit.audit.ClusterAudits;
import dev.composeraudit.audit.EnvironmentAuditor;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.Identities;
import dev.composeraudit.fetch.kubernetes.ControlPlaneIdentity;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.policy.PolicyFileSet;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.report.Publishers;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.log.CentralLog;
import dev.composeraudit.report.log.LogCopy;
import dev.composeraudit.report.log.StructuredLog;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.report.scc.SecuritySource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Creates and connects the objects of the function; the only class that creates clients. It does so
 * in parallel with loading the policies, because an event is waiting. It calls no Google API.
 */
record Wiring(Auditor auditor, Reporter reporter, Clock clock) {
  private static final Clock CLOCK = Clock.systemUTC();

  /** The longest wait for a central log, which must not delay findings. */
  private static final Duration CENTRAL_LOG = Duration.ofSeconds(5);

  /**
   * Starts the parts.
   *
   * @throws StartException with every error, if the settings or the policies have any
   */
  static Wiring of(Map<String, String> environment) {
    try {
      return of(Settings.of(environment));
    } catch (InvalidSettingsException invalid) {
      List<String> all = new ArrayList<>(invalid.errors());
      policyErrors(environment).ifPresent(all::add);
      throw new StartException(String.join("\n", all));
    } catch (InvalidDocumentsException | IOException invalid) {
      throw new StartException(String.valueOf(invalid.getMessage()));
    }
  }

  /** Mistakes in the policies, which are reported together with mistakes in the settings. */
  private static Optional<String> policyErrors(Map<String, String> environment) {
    if (!Settings.isFolder(environment, "POLICIES")
        || !Settings.isFolder(environment, "BINDINGS")) {
      return Optional.empty();
    }
    SettingValues folders = new SettingValues(environment);
    try {
      PolicyFileSet.load(
          folders.read("POLICIES", Path::of).orElse(null),
          folders.read("BINDINGS", Path::of).orElse(null));
      return Optional.empty();
    } catch (InvalidDocumentsException | IOException invalid) {
      return Optional.of(String.valueOf(invalid.getMessage()));
    }
  }

  private static Wiring of(Settings settings) throws InvalidDocumentsException, IOException {
    FutureTask<Credentials> credentials = startInBackground(() -> credentials(settings));
    FutureTask<EnvironmentReader> environmentReader =
        startInBackground(
            () ->
                EnvironmentReader.open(
                    settings.endpoints(),
                    settings.location(),
                    identities(settings, await(credentials)),
                    CLOCK,
                    Sleeper.SYSTEM));
    FutureTask<Publishers> publishers =
        startInBackground(() -> Publishers.open(settings.pubsub(), await(credentials)));
    FutureTask<Publisher> findings =
        startInBackground(() -> await(publishers).to(settings.findingsTopic()));
    FutureTask<StructuredLog> structuredLog =
        startInBackground(
            () ->
                new StructuredLog(
                    System.out, System.err, centralLog(settings, await(credentials))));
    FutureTask<Reporter> reporter =
        startInBackground(
            () -> reporter(settings, await(publishers), await(findings), await(structuredLog)));
    PolicySet policies = policies(settings);
    policies.requireShortExceptions(CLOCK.instant());
    EnvironmentReader readyEnvironmentReader = await(environmentReader);
    Reporter readyReporter = await(reporter);
    EnvironmentAuditor environments =
        new EnvironmentAuditor(
            readyEnvironmentReader,
            settings.waitForCreation(),
            policies,
            readyReporter,
            CLOCK,
            Sleeper.SYSTEM);
    SweepWiring sweeps =
        SweepWiring.of(
            settings,
            product(settings).project(),
            readyEnvironmentReader,
            policies.exceptionInfos(),
            await(publishers),
            readyReporter,
            await(structuredLog),
            CLOCK);
    Auditor auditor =
        new Auditor(
            new EventDecoder(settings.scope(), CLOCK),
            sweeps.sweeper(),
            sweeps.coverage(),
            new ControlTopic(settings.controlTopic(), CLOCK),
            new ClusterAudits(readyEnvironmentReader),
            new ChangeCoalescer(CLOCK),
            environments,
            readyReporter);
    readyReporter.logStart(policies.policies(), policies.digest(), settings.clustersAccount());
    return new Wiring(auditor, readyReporter, CLOCK);
  }

  private static PolicySet policies(Settings settings)
      throws InvalidDocumentsException, IOException {
    SourceFile packed = settings.packedBindings();
    return packed == null
        ? PolicyFileSet.load(settings.policies(), settings.bindings())
        : PolicyFileSet.loadWith(settings.policies(), List.of(packed));
  }

  /** Tokens are fetched when they are first needed, and renewed when they expire. */
  private static Credentials credentials(Settings settings) throws IOException {
    return settings.isLocal()
        ? NoCredentials.getInstance()
        : GoogleCredentials.getApplicationDefault()
            .createScoped("https://www.googleapis.com/auth/cloud-platform");
  }

  /**
   * Control planes get a token of their own account, if there is one. With a sandbox there are no
   * credentials: a placeholder token asks for that account's token.
   */
  private static Identities identities(Settings settings, Credentials own) {
    if (settings.clustersAccount().isEmpty()) {
      return Identities.one(own);
    }
    GoogleCredentials asking =
        own instanceof GoogleCredentials google
            ? google
            : GoogleCredentials.create(AccessToken.newBuilder().setTokenValue("sandbox").build());
    return new Identities(
        own,
        ControlPlaneIdentity.impersonating(
            asking, settings.clustersAccount(), settings.iamCredentials()));
  }

  static Reporter reporter(
      Settings settings, Publishers publishers, Publisher findings, StructuredLog structuredLog)
      throws IOException {
    String topic = settings.deadLetterTopic();
    return new Reporter(
        findings,
        otherSinks(settings, publishers),
        topic == null ? null : publishers.to(topic),
        structuredLog,
        product(settings),
        settings.baseline(),
        settings.principals(),
        settings.teams());
  }

  /** The sinks that settings ask for, beside the findings topic and the log. */
  private static List<FindingSink> otherSinks(Settings settings, Publishers publishers) {
    List<FindingSink> sinks = new ArrayList<>();
    SecuritySource source = settings.securitySource();
    if (source != null) {
      sinks.add(publishers.to(source));
    }
    return sinks;
  }

  static @Nullable LogCopy centralLog(Settings settings, Credentials credentials) {
    String name = settings.centralLog();
    if (name == null) {
      return null;
    }
    LoggingOptions options =
        LoggingOptions.newBuilder()
            .setProjectId(name.split("/", -1)[1])
            .setCredentials(credentials)
            .setAutoPopulateMetadata(false)
            .setRetrySettings(
                RetrySettings.newBuilder()
                    .setInitialRpcTimeoutDuration(CENTRAL_LOG)
                    .setMaxRpcTimeoutDuration(CENTRAL_LOG)
                    .setTotalTimeoutDuration(CENTRAL_LOG)
                    .build())
            .build();
    return new CentralLog(options.getService(), name, CLOCK);
  }

  private static Producer product(Settings settings) {
    String version =
        Optional.ofNullable(Wiring.class.getPackage().getImplementationVersion()).orElse("dev");
    // A location of "-" is Google's way of leaving it open: the platform does not show ours.
    String source =
        "//run.googleapis.com/projects/%s/locations/-/services/%s"
            .formatted(settings.findingsTopic().split("/", -1)[1], settings.service());
    return new Producer(version, source, settings.findingsTopic());
  }

  /** Creates a part in a thread of its own. */
  private static <T> FutureTask<T> startInBackground(Callable<T> part) {
    FutureTask<T> task = new FutureTask<>(part);
    Thread thread = new Thread(task, "start");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** Waits until a part is created. */
  private static <T> T await(FutureTask<T> part) throws IOException {
    try {
      return part.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("starting", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while starting", interrupted);
    }
  }
}
