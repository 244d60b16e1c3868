package dev.composeraudit.acceptance.page;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.ManagedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A headless Chromium with one page, driven by its DevTools protocol
 * (chromedevtools.github.io/devtools-protocol). The page's own security policy stays in force.
 */
final class Browser implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String LISTENING = "DevTools listening on ";

  /** Windows' codes of keys, where they are not the letter's own. */
  private static final Map<String, Integer> KEYS = Map.of("Tab", 9, "Enter", 13, "/", 191);

  private final ManagedProcess process;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final WebSocket socket;
  private @Nullable String session;

  private Browser(ManagedProcess process, URI devTools) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(devTools, new Ear())
            .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
            .join();
  }

  /** Where Debian and others put it; empty if it is not installed. */
  static Optional<Path> installed() {
    return Layout.program("chromium").or(() -> Layout.program("chromium-browser"));
  }

  static Browser start(Path chromium) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("composer-audit-browser");
    ManagedProcess process =
        ManagedProcess.start(
            "chromium",
            List.of(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank"),
            profile,
            Map.of());
    String line = process.awaitLine(it -> it.startsWith(LISTENING), TIMEOUT);
    Browser browser = new Browser(process, URI.create(line.substring(LISTENING.length())));
    browser.attach();
    return browser;
  }

  private void attach() throws InterruptedException {
    String target = call("Target.createTarget", "url", "about:blank").get("targetId").getAsString();
    JsonObject wish = new JsonObject();
    wish.addProperty("targetId", target);
    wish.addProperty("flatten", true);
    session = call("Target.attachToTarget", wish).get("sessionId").getAsString();
    for (String domain : List.of("Page", "Runtime", "Log")) {
      call(domain + ".enable", new JsonObject());
    }
    JsonObject hidden = new JsonObject();
    hidden.addProperty("hidden", true);
    call("Emulation.setScrollbarsHidden", hidden);
  }

  /** Goes there, and waits until what the page is made of has been loaded. */
  void open(URI address) throws InterruptedException {
    call("Page.navigate", "url", address.toString());
    await("location.href.startsWith('" + address + "') && document.readyState === 'complete'");
  }

  /** The value of an expression in the page, once it has settled if it is a promise. */
  JsonElement evaluate(String expression) throws InterruptedException {
    JsonObject wish = new JsonObject();
    wish.addProperty("expression", expression);
    wish.addProperty("awaitPromise", true);
    wish.addProperty("returnByValue", true);
    JsonObject answer = call("Runtime.evaluate", wish);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    JsonElement value = answer.getAsJsonObject("result").get("value");
    return value == null ? JsonNull.INSTANCE : value;
  }

  String text(String expression) throws InterruptedException {
    return evaluate("(async () => String(await (" + expression + ")))()").getAsString();
  }

  /** Waits until a condition holds in the page; looks each time it might have been painted. */
  void await(String condition) throws InterruptedException {
    String waiting =
        """
        new Promise((resolve, reject) => {
          const end = Date.now() + %d;
          const look = () => {
            if (%s) resolve(true);
            else if (Date.now() > end) reject(new Error('not so: ' + document.body.innerText.slice(0, 2000)));
            else setTimeout(look, 10);
          };
          look();
        })\
        """
            .formatted(TIMEOUT.toMillis() - 5_000, condition);
    try {
      evaluate(waiting);
    } catch (AssertionError notSo) {
      throw new AssertionError(condition + ": not so; complaints: " + complaints, notSo);
    }
  }

  /** Presses and releases a key, by its DOM name. */
  void press(String key) throws InterruptedException {
    for (String type : List.of("keyDown", "keyUp")) {
      JsonObject wish = new JsonObject();
      wish.addProperty("type", type);
      wish.addProperty("key", key);
      wish.addProperty("code", key);
      wish.addProperty("windowsVirtualKeyCode", KEYS.getOrDefault(key, (int) key.charAt(0)));
      if (type.equals("keyDown") && !key.equals("Tab")) {
        wish.addProperty("text", key.equals("Enter") ? "\r" : key);
      }
      call("Input.dispatchKeyEvent", wish);
    }
  }

  void resize(int width, int height) throws InterruptedException {
    JsonObject wish = new JsonObject();
    wish.addProperty("width", width);
    wish.addProperty("height", height);
    wish.addProperty("deviceScaleFactor", 1);
    wish.addProperty("mobile", false);
    call("Emulation.setDeviceMetricsOverride", wish);
  }

  /** What the reader has set up: {@code light} or {@code dark}. */
  void prefer(String scheme) throws InterruptedException {
    call(
        "Emulation.setEmulatedMedia",
        JsonParser.parseString(
                "{'features': [{'name': 'prefers-color-scheme', 'value': '" + scheme + "'}]}")
            .getAsJsonObject());
  }

  /** The whole page as PNG. */
  void photograph(Path file) throws IOException, InterruptedException {
    JsonObject wish = new JsonObject();
    wish.addProperty("format", "png");
    wish.addProperty("captureBeyondViewport", true);
    String data = call("Page.captureScreenshot", wish).get("data").getAsString();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(data));
  }

  /** What the page's console says is wrong, breaches of its security policy included. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Forgets what was complained of up to now. */
  void forgive() {
    complaints.clear();
  }

  @Override
  public void close() {
    socket.abort();
    process.close();
  }

  private JsonObject call(String method, String key, String value) throws InterruptedException {
    JsonObject parameters = new JsonObject();
    parameters.addProperty(key, value);
    return call(method, parameters);
  }

  private JsonObject call(String method, JsonObject parameters) throws InterruptedException {
    int id = ids.incrementAndGet();
    JsonObject call = new JsonObject();
    call.addProperty("id", id);
    call.addProperty("method", method);
    call.add("params", parameters);
    if (session != null) {
      call.addProperty("sessionId", session);
    }
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(call.toString(), true).join();
    try {
      JsonObject message = answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      if (message.has("error")) {
        throw new AssertionError(method + ": " + message.get("error"));
      }
      return message.getAsJsonObject("result");
    } catch (ExecutionException | TimeoutException failed) {
      throw new AssertionError(method + ": no answer", failed);
    }
  }

  private void hear(JsonObject message) {
    if (message.has("id")) {
      CompletableFuture<JsonObject> answer = answers.remove(message.get("id").getAsInt());
      if (answer != null) {
        answer.complete(message);
      }
      return;
    }
    JsonObject parameters = message.getAsJsonObject("params");
    switch (message.get("method").getAsString()) {
      case "Runtime.exceptionThrown" ->
          complaints.add(parameters.get("exceptionDetails").toString());
      case "Log.entryAdded" -> {
        JsonObject entry = parameters.getAsJsonObject("entry");
        if (entry.get("level").getAsString().equals("error")) {
          complaints.add(entry.toString());
        }
      }
      default -> {
        // Of no interest here.
      }
    }
  }

  /** Puts messages together that come in parts. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        hear(JsonParser.parseString(text.toString()).getAsJsonObject());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
