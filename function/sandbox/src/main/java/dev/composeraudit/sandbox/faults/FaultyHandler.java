package dev.composeraudit.sandbox.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.composeraudit.sandbox.api.AccountToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Notes calls, and lets some of them go wrong; the others pass to the handler behind it. */
final class FaultyHandler implements HttpHandler {
  // Longer than anybody waits for an answer.
  private static final long HANG_MILLIS = 120_000;
  private static final long SLOW_MILLIS = 2_000;
  private static final long DRIP_MILLIS = 200;
  private static final String GARBAGE = "{\"name\": \"projects/\u0000\u0001<<<";

  /** Whoever follows a redirect is seen to ask for what nobody asks of an Autopilot cluster. */
  private static final String ELSEWHERE =
      "/apis/apps/v1/namespaces/kube-system/daemonsets/ip-masq-agent";

  private final CallInterceptor interceptor;
  private final String name;
  private final boolean byDnsEndpoint;
  private final HttpHandler behind;

  FaultyHandler(
      CallInterceptor interceptor, String name, boolean byDnsEndpoint, HttpHandler behind) {
    this.interceptor = interceptor;
    this.name = name;
    this.byDnsEndpoint = byDnsEndpoint;
    this.behind = behind;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Optional<ApiCall> call = ApiCall.of(method(exchange), path);
    if (call.isEmpty()) {
      behind.handle(exchange);
      return;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    String about =
        name + "\n" + exchange.getRequestURI() + "\n" + new String(body, StandardCharsets.UTF_8);
    // The endpoint's front comes before the cluster.
    if (byDnsEndpoint && fails(exchange, ApiCall.CONNECT, about)) {
      return;
    }
    if (!fails(exchange, call.get(), about)) {
      exchange.setStreams(new ByteArrayInputStream(body), null);
      behind.handle(exchange);
    }
  }

  /** Records a call; whether it got a fault that has answered it. */
  private boolean fails(HttpExchange exchange, ApiCall call, String about) throws IOException {
    Optional<Fault> fault = interceptor.faults().next(call, about);
    CallLog.Entry entry =
        interceptor.calls().add(call, exchange.getRequestURI().getPath(), account(exchange), fault);
    boolean fails = fault.filter(it -> it != Fault.SLOW).isPresent();
    if (fails) {
      misbehave(exchange, call, fault.get());
    } else if (fault.isPresent()) {
      pause(SLOW_MILLIS);
    }
    interceptor.calls().answer(entry);
    return fails;
  }

  /** Whose token it is, by the sandbox's own tokens; blank if it is none of them. */
  private static String account(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    return authorization == null ? "" : AccountToken.account(authorization);
  }

  /** As the APIs take it: clients that know no PATCH say it in a header. */
  private static String method(HttpExchange exchange) {
    String override = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
    return override == null ? exchange.getRequestMethod() : override;
  }

  private static void misbehave(HttpExchange exchange, ApiCall call, Fault fault)
      throws IOException {
    try (exchange) {
      Optional<Integer> status = fault.status();
      if (fault == Fault.REDIRECT) {
        exchange.getResponseHeaders().set("Location", ELSEWHERE);
      }
      if (status.isPresent()) {
        String body = FaultBodies.of(fault, call, exchange.getRequestURI().getPath(), status.get());
        String type =
            fault == Fault.NOT_FOUND_AS_TEXT ? "text/plain; charset=utf-8" : "application/json";
        respond(exchange, status.get(), type, body, body.length());
      } else if (fault == Fault.HANG) {
        hang();
      } else if (fault == Fault.DRIP) {
        drip(exchange);
      } else if (fault == Fault.ENDLESS) {
        String page = FaultBodies.endless();
        respond(exchange, 200, "application/json", page, page.length());
      } else if (fault == Fault.TRUNCATED) {
        respond(exchange, 200, "application/json", "{\"name\": \"proj", 4096);
      } else if (fault == Fault.GARBAGE) {
        respond(exchange, 200, "application/json", GARBAGE, GARBAGE.length());
      }
      // To close an exchange that was not answered closes its connection.
    }
  }

  private static void respond(
      HttpExchange exchange, int status, String type, String body, int promised)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, promised);
    exchange.getResponseBody().write(body.getBytes(StandardCharsets.US_ASCII));
    exchange.getResponseBody().flush();
  }

  /** Blanks, until the caller has enough of them. */
  private static void drip(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    for (long i = 0; i < HANG_MILLIS / DRIP_MILLIS; i++) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      if (!pause(DRIP_MILLIS)) {
        return;
      }
    }
  }

  private static void hang() {
    pause(HANG_MILLIS);
  }

  /** Whether nobody has closed the server meanwhile. */
  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
