package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.composeraudit.cli.console.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code doctor} against an API that refuses. */
final class DoctorTest {
  private static final String ENVIRONMENT =
      "projects/acme-data/locations/europe-west1/environments/e-1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"metadata\": {\"permission\": \"composer.environments.get\"}"
            + " | gcloud projects add-iam-policy-binding acme-data"
            + " --member=serviceAccount:audit@p.iam.gserviceaccount.com --role=roles/composer.user"
            + " --condition=None",
        "\"metadata\": {\"permission\": \"composer.operations.get\"}"
            + " | gcloud iam roles update ROLE --project=PROJECT"
            + " --add-permissions=composer.operations.get",
        "\"reason\": \"SERVICE_DISABLED\""
            + " | gcloud services enable composer.googleapis.com --project=acme-data",
        "\"reason\": \"SERVICE_DISABLED\", \"metadata\": {\"consumer\": \"projects/audit-p\"}"
            + " | gcloud services enable composer.googleapis.com --project=audit-p",
        "\"violations\": [{\"type\": \"VPC_SERVICE_CONTROLS\", \"description\": \"uid-12345\"}]"
            + " | gcloud access-context-manager perimeters update PERIMETER",
      })
  void eachDenialComesWithTheCommandsThatEndIt(String detail, String command) throws Exception {
    Cli.Run run = doctor(detail);

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.VIOLATIONS);
    assertThat(run.out()).contains("BLIND", "fix:", command);
  }

  private static Cli.Run doctor(String detail) throws IOException {
    byte[] body =
        """
        {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "no", "details": [{%s}]}}
        """
            .formatted(detail)
            .getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(403, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      return Cli.run(
          "doctor",
          "--endpoint",
          "http://127.0.0.1:" + server.getAddress().getPort(),
          "--account",
          "audit@p.iam.gserviceaccount.com",
          ENVIRONMENT);
    } finally {
      server.stop(0);
    }
  }
}
