package dev.composeraudit.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "style.css",
        "picture.css",
        "icon.svg",
        "app.js",
        "board.js",
        "dom.js",
        "findings.js",
        "picture.js"
      })
  void thePageIsServedUnderAStrictPolicy(String path) throws Exception {
    try (WebServer server = WebServer.start(0, board())) {
      HttpResponse<String> response = get(server.address().resolve(path));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
          .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
          .doesNotContain("unsafe", "http");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(response.body())
          .doesNotContainPattern("(src|href|from|url)[=( ]*[\"'](https?:)?//")
          .doesNotContainPattern("\\s(style|on[a-z]+)=");
    }
  }

  @Test
  void everyScriptThatAScriptNeedsIsThere() throws Exception {
    try (WebServer server = WebServer.start(0, board())) {
      List<String> open = new ArrayList<>(List.of("app.js"));
      for (int i = 0; i < open.size(); i++) {
        HttpResponse<String> script = get(server.address().resolve(open.get(i)));
        assertThat(script.statusCode()).as(open.get(i)).isEqualTo(200);
        Pattern.compile("from '\\./([a-z]+\\.js)'")
            .matcher(script.body())
            .results()
            .map(match -> match.group(1))
            .filter(name -> !open.contains(name))
            .forEach(open::add);
      }
      assertThat(open).hasSizeGreaterThan(4);
    }
  }

  @Test
  void aPageGetsAllFirstAndThenEachChange() throws Exception {
    Board board = board();
    board.accept(TestFinding.of("first", Verdict.FAIL, 1));
    try (WebServer server = WebServer.start(0, board);
        BufferedReader events = events(server)) {
      assertThat(next(events, "status").get("state").getAsString()).isEqualTo("CONNECTING");
      JsonObject all = next(events, "findings");
      assertThat(all.get("reset").getAsBoolean()).isTrue();
      assertThat(all.getAsJsonArray("findings")).hasSize(1);

      board.accept(TestFinding.of("second", Verdict.PASS, 2));
      JsonObject news = next(events, "findings");
      assertThat(news.get("reset").getAsBoolean()).isFalse();
      JsonArray findings = news.getAsJsonArray("findings");
      assertThat(findings).hasSize(1);
      JsonObject finding = findings.get(0).getAsJsonObject();
      assertThat(finding.get("verdict").getAsString()).isEqualTo("PASS");
      assertThat(finding.get("exemption").isJsonNull()).isTrue();
    }
  }

  @Test
  void textCannotEndAnEvent() throws Exception {
    Board board = board();
    board.accept(TestFinding.of("a\n\nevent: status\ndata: {}\r\u2028", Verdict.FAIL, 1));
    try (WebServer server = WebServer.start(0, board);
        BufferedReader events = events(server)) {
      next(events, "status");
      JsonObject finding =
          next(events, "findings").getAsJsonArray("findings").get(0).getAsJsonObject();
      assertThat(finding.getAsJsonObject("environment").get("name").getAsString())
          .isEqualTo("a\n\nevent: status\ndata: {}\r\u2028");
    }
  }

  @Test
  void anEnvironmentsHistoryIsRequestedByName() throws Exception {
    Board board = board();
    String name = "projects/p/locations/l/environments/e?&#é";
    board.accept(TestFinding.of(name, Verdict.FAIL, 1));
    board.accept(TestFinding.of(name, Verdict.PASS, 2));
    try (WebServer server = WebServer.start(0, board)) {
      URI address = server.address();
      JsonArray history =
          JsonParser.parseString(
                  get(address.resolve(
                          "api/history?" + URLEncoder.encode(name, StandardCharsets.UTF_8)))
                      .body())
              .getAsJsonArray();
      assertThat(history).hasSize(2);
      assertThat(get(address.resolve("api/history?other")).body()).isEqualTo("[]");
    }
  }

  @Test
  void aFindingsPicturesAreDrawnOnRequest() throws Exception {
    Board board = board();
    board.accept(
        new FindingReader(Clock.systemUTC()).read(EvidenceReaderTest.finding("uid/ é?&1")));
    try (WebServer server = WebServer.start(0, board)) {
      URI address = server.address();
      String uid = URLEncoder.encode("uid/ é?&1", StandardCharsets.UTF_8);
      HttpResponse<String> picture = get(address.resolve("api/picture?0," + uid));
      assertThat(picture.statusCode()).isEqualTo(200);
      assertThat(picture.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
      assertThat(picture.body())
          .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\"")
          .contains("source 192.168.0.0/16", "Firewall accepts 10.0.0.0/8")
          .doesNotContainPattern("\\s(style|on[a-z]+|href)=");
      for (String query : List.of("1," + uid, "0,other", "x," + uid, "0", "", "0,%zz", "-1,x")) {
        assertThat(
                get(URI.create(address + "api/picture?" + query.replace("%zz", "%25zz")))
                    .statusCode())
            .as(query)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void whatIsNotThereIsRejected() throws Exception {
    try (WebServer server = WebServer.start(0, board())) {
      assertThat(get(server.address().resolve("FindingReader.class")).statusCode()).isEqualTo(404);
      HttpRequest post =
          HttpRequest.newBuilder(server.address())
              .POST(HttpRequest.BodyPublishers.ofString("x"))
              .build();
      assertThat(CLIENT.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void whoDoesNotKnowTheKeyGetsNothing() throws Exception {
    try (WebServer server = WebServer.start(0, board());
        WebServer other = WebServer.start(0, board())) {
      String key = server.address().getPath().replace("/", "");
      assertThat(key).matches("[A-Za-z0-9_-]{43}");
      assertThat(other.address().getPath()).isNotEqualTo(server.address().getPath());
      for (String path :
          List.of(
              "/",
              "/app.js",
              "/api/events",
              "/api/history?x",
              "/" + key,
              "/" + key.substring(1) + "/",
              "/x" + key + "/api/events",
              "/?key=" + key,
              other.address().getPath())) {
        assertThat(get(URI.create(root(server) + path)).statusCode()).as(path).isEqualTo(403);
      }
    }
  }

  private static String root(WebServer server) {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  @Test
  void onlySoManyPagesMayConnect() throws Exception {
    try (WebServer server = WebServer.start(0, board())) {
      List<BufferedReader> pages = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        pages.add(events(server));
      }
      assertThat(get(server.address().resolve("api/events")).statusCode()).isEqualTo(503);
      for (BufferedReader page : pages) {
        page.close();
      }
    }
  }

  private static Board board() {
    return new Board(Board.Bounds.STANDARD, FeedStatus.connecting("a topic", 0));
  }

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build(),
        BodyHandlers.ofString());
  }

  private static BufferedReader events(WebServer server) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        CLIENT.send(
            HttpRequest.newBuilder(server.address().resolve("api/events")).build(),
            BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/event-stream; charset=utf-8");
    return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** The next event, which must be of that name. */
  private static JsonObject next(BufferedReader events, String name) throws IOException {
    String line = events.readLine();
    while (line != null && !line.startsWith("event: ")) {
      line = events.readLine();
    }
    assertThat(line).isEqualTo("event: " + name);
    String data = events.readLine();
    assertThat(data).startsWith("data: ");
    return JsonParser.parseString(data.substring("data: ".length())).getAsJsonObject();
  }
}
