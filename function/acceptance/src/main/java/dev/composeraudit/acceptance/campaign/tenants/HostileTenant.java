package dev.composeraudit.acceptance.campaign.tenants;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** What a tenant does to its own cluster in order to hide a violation, or to delay others. */
public enum HostileTenant {
  /** Ten thousand policies of 95 ranges each. */
  MANY_POLICIES(Verdict.FAIL) {
    @Override
    void attack(Http sandbox, String environment) throws IOException, InterruptedException {
      JsonObject body = about(environment);
      body.addProperty("count", "10000");
      body.addProperty("ranges", "95");
      sandbox.post("/sandbox/further-policies", body);
    }
  },
  /** A control plane that says on each page that there is another one. */
  ENDLESS_PAGES(Verdict.FAIL) {
    @Override
    void attack(Http sandbox, String environment) throws IOException, InterruptedException {
      fault(sandbox, environment, "endless");
    }
  },
  /** A control plane whose answer comes a character at a time. */
  SLOW_ANSWER(Verdict.ERROR) {
    @Override
    void attack(Http sandbox, String environment) throws IOException, InterruptedException {
      fault(sandbox, environment, "drip");
    }
  },
  /** One policy of 46,400 ranges that keep Pod addresses. */
  MANY_RANGES(Verdict.FAIL) {
    @Override
    void attack(Http sandbox, String environment) throws IOException, InterruptedException {
      exempt(sandbox, environment, ranges(46_400));
    }
  },
  /** One policy of 200,000 such ranges. */
  FAR_TOO_MANY_RANGES(Verdict.FAIL) {
    @Override
    void attack(Http sandbox, String environment) throws IOException, InterruptedException {
      exempt(sandbox, environment, ranges(200_000));
    }
  },
  /** The whole of IPv4 kept, in the midst of 10,000 other ranges. */
  PADDED_EXEMPTION(Verdict.FAIL) {
    @Override
    void attack(Http sandbox, String environment) throws IOException, InterruptedException {
      JsonArray padded = ranges(5_000);
      padded.add("0.0.0.0/0");
      padded.addAll(ranges(5_000));
      exempt(sandbox, environment, padded);
    }
  };

  private static final String LIST = "container.thirdPartyObjects.list";

  private final Verdict expected;

  HostileTenant(Verdict expected) {
    this.expected = expected;
  }

  /** What has to be said of {@code egress-configuration-is-valid} or of a destination. */
  public Verdict expected() {
    return expected;
  }

  /** The id of its environment. */
  String environment() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Changes the cluster of its environment, which must be there.
   *
   * @param environment its resource name
   */
  abstract void attack(Http sandbox, String environment) throws IOException, InterruptedException;

  /** Whether its policies can be edited: an edit makes an entry about the cluster. */
  boolean isOfRanges() {
    return Set.of(MANY_RANGES, FAR_TOO_MANY_RANGES, PADDED_EXEMPTION).contains(this);
  }

  static JsonObject about(String environment) {
    JsonObject body = new JsonObject();
    body.addProperty("environment", environment);
    return body;
  }

  static void exempt(Http sandbox, String environment, JsonArray ranges)
      throws IOException, InterruptedException {
    JsonObject body = about(environment);
    body.add("destinations", ranges);
    sandbox.post("/sandbox/egress-policies", body);
  }

  private static void fault(Http sandbox, String environment, String fault)
      throws IOException, InterruptedException {
    JsonObject body = new JsonObject();
    body.addProperty("permission", LIST);
    body.addProperty("fault", fault);
    // Clusters are called after their environments.
    body.addProperty("about", environment.substring(environment.lastIndexOf('/') + 1));
    sandbox.post("/sandbox/faults", body);
  }

  /** Ranges of 10.0.0.0/8, no two of which touch. */
  private static JsonArray ranges(int count) {
    JsonArray ranges = new JsonArray();
    IntStream.range(0, count)
        .map(i -> 2 * i)
        .forEach(i -> ranges.add("10.%d.%d.%d/32".formatted(i >> 16, i >> 8 & 255, i & 255)));
    return ranges;
  }
}
