package dev.composeraudit;

import java.util.List;
import java.util.Map;

/** Which package of the engine and the function may use which. */
final class PackageUses {
  /** For each package below the root the packages that it may use. */
  static final Map<String, List<String>> USES =
      Map.ofEntries(
          Map.entry("document", List.of()),
          Map.entry("address", List.of("document")),
          Map.entry("access", List.of()),
          Map.entry("subject.agent", List.of("document")),
          Map.entry("subject.hidden", List.of()),
          Map.entry("subject", List.of("document", "access", "subject.agent", "subject.hidden")),
          Map.entry("egress.agent", List.of("document", "address", "subject", "subject.agent")),
          Map.entry("egress.network", List.of("document", "address", "subject")),
          Map.entry(
              "egress",
              List.of(
                  "document",
                  "address",
                  "subject",
                  "subject.agent",
                  "egress.agent",
                  "egress.network")),
          Map.entry("policy.result", List.of("document", "subject", "egress")),
          Map.entry("policy.source", List.of("document", "address", "subject", "policy.result")),
          Map.entry(
              "policy.cel",
              List.of(
                  "document",
                  "address",
                  "subject",
                  "subject.hidden",
                  "egress",
                  "egress.network",
                  "policy.result",
                  "policy.source")),
          Map.entry(
              "policy.judge",
              List.of(
                  "document",
                  "address",
                  "subject",
                  "egress",
                  "egress.network",
                  "policy.result",
                  "policy.source",
                  "policy.cel")),
          Map.entry(
              "policy.remedy",
              List.of(
                  "document",
                  "address",
                  "subject",
                  "subject.agent",
                  "egress",
                  "egress.network",
                  "policy.result",
                  "policy.source",
                  "policy.cel",
                  "policy.judge")),
          Map.entry(
              "policy",
              List.of(
                  "document",
                  "subject",
                  "egress",
                  "egress.network",
                  "policy.result",
                  "policy.source",
                  "policy.cel",
                  "policy.judge",
                  "policy.remedy")),
          Map.entry("event", List.of("document", "subject")),
          Map.entry("http", List.of("document", "subject")),
          Map.entry("fetch.api", List.of("document", "access", "subject", "http")),
          Map.entry(
              "fetch.kubernetes",
              List.of("document", "access", "subject", "subject.agent", "http", "fetch.api")),
          Map.entry("fetch.inventory", List.of("document", "subject", "http", "fetch.api")),
          Map.entry(
              "fetch",
              List.of(
                  "document",
                  "access",
                  "subject",
                  "http",
                  "fetch.api",
                  "fetch.kubernetes",
                  "fetch.inventory")),
          Map.entry("report.json", List.of()),
          Map.entry(
              "report.finding",
              List.of("subject", "egress", "policy.result", "event", "http", "report.json")),
          Map.entry(
              "report.ocsf",
              List.of(
                  "access",
                  "subject",
                  "egress",
                  "egress.network",
                  "policy.result",
                  "report.json",
                  "report.finding")),
          Map.entry(
              "report.log",
              List.of("subject", "policy.result", "event", "report.json", "report.finding")),
          Map.entry(
              "report.pubsub",
              List.of(
                  "document",
                  "policy.result",
                  "event",
                  "http",
                  "report.json",
                  "report.finding",
                  "report.ocsf")),
          Map.entry(
              "report.scc",
              List.of(
                  "document", "policy.result", "http", "report.json", "report.finding", "http")),
          Map.entry(
              "report",
              List.of(
                  "subject",
                  "policy.result",
                  "event",
                  "http",
                  "report.json",
                  "report.finding",
                  "report.ocsf",
                  "report.log",
                  "report.pubsub",
                  "report.scc")),
          Map.entry(
              "audit",
              List.of(
                  "document",
                  "subject",
                  "policy",
                  "policy.result",
                  "event",
                  "http",
                  "fetch",
                  "report",
                  "report.finding")),
          Map.entry(
              "sweep",
              List.of(
                  "document",
                  "subject",
                  "event",
                  "http",
                  "fetch",
                  "fetch.inventory",
                  "policy.result",
                  "report",
                  "report.finding")));

  private PackageUses() {}
}
