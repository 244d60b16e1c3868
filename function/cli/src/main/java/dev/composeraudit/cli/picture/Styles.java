package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Source;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/** The styles, patterns and signs of pictures. */
final class Styles {
  static final String CSS =
      """

      svg { color-scheme: light dark; font: 14px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
        --ground: #fff; --ink: #191d23; --faint: #59626e; --line: #9aa3af; --pod: #8a4f00; --pod-soft: #fff3df;
        --node: #17693a; --node-soft: #e6f5ec; --unknown: #b3261e; --unknown-soft: #fdeceb; }
      @media (prefers-color-scheme: dark) { svg { --ground: #0f1216; --ink: #e7eaee; --faint: #a1aab6; --line: #59626e;
        --pod: #f5b556; --pod-soft: #372810; --node: #78d39b; --node-soft: #15301f; --unknown: #ff8f85; --unknown-soft: #3b1d1b; } }
      .ground { fill: var(--ground); }
      text { fill: var(--ink); }
      .title { font-size: 18px; font-weight: 650; }
      .name { font-weight: 650; }
      .faint, .small { fill: var(--faint); font-size: 12.5px; }
      .code { font: 12.5px ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace; }
      .on-pattern { paint-order: stroke; stroke: var(--ground); stroke-width: 5; stroke-linejoin: round; }
      .strong { font-weight: 650; }
      .box { fill: none; stroke: var(--line); stroke-width: 1.5; }
      .box.pod { fill: url(#pod); stroke: var(--pod); }
      .box.node { fill: url(#node); stroke: var(--node); }
      .way { fill: none; stroke-width: 2.5; }
      .way.pod { stroke: var(--pod); }
      .way.node { stroke: var(--node); stroke-dasharray: 10 5; }
      .way.unknown { stroke: var(--unknown); stroke-dasharray: 2 5; stroke-linecap: round; }
      .wall { fill: url(#bricks); stroke: var(--line); }
      .sign { fill: var(--ground); stroke: var(--ink); stroke-width: 2; }
      .sign-text { font-size: 15px; font-weight: 700; text-anchor: middle; }
      .part { stroke: var(--ink); stroke-width: 1; }
      .part.pod { fill: url(#pod); }
      .part.node { fill: url(#node); }
      .part.unknown { fill: url(#unknown); }
      .tick { stroke: var(--faint); }
      .end { text-anchor: end; }
      .middle { text-anchor: middle; }
      """;

  private Styles() {}

  /** Patterns by which sources differ without colour: POD stripes, NODE dots, UNKNOWN a grid. */
  static void definitions(Svg svg) throws XMLStreamException {
    svg.begin("defs");
    pattern(svg, Source.POD, "M-2 10 L10 -2 M4 16 L16 4");
    pattern(svg, Source.NODE, "M3 3 h.01 M9 9 h.01");
    pattern(svg, Source.UNKNOWN, "M0 6 H12 M6 0 V12");
    svg.begin(
        "pattern", "id", "bricks", "width", 18, "height", 16, "patternUnits", "userSpaceOnUse");
    svg.empty(
        "path",
        "d",
        "M0 .5 H18 M0 8.5 H18 M5 0 V8 M13 8 V16",
        "fill",
        "none",
        "style",
        "stroke: var(--faint)");
    svg.end();
    svg.begin(
        "marker",
        "id",
        "arrow",
        "viewBox",
        "0 0 10 10",
        "refX",
        8,
        "refY",
        5,
        "markerWidth",
        7,
        "markerHeight",
        7,
        "markerUnits",
        "userSpaceOnUse",
        "orient",
        "auto");
    svg.empty("path", "d", "M0 0 L10 5 L0 10 z", "style", "fill: var(--ink)");
    svg.end();
    svg.end();
  }

  private static void pattern(Svg svg, Source source, String path) throws XMLStreamException {
    String name = source.name().toLowerCase(Locale.ROOT);
    svg.begin("pattern", "id", name, "width", 12, "height", 12, "patternUnits", "userSpaceOnUse");
    svg.empty("rect", "width", 12, "height", 12, "style", "fill: var(--%s-soft)".formatted(name));
    svg.empty(
        "path",
        "d",
        path,
        "fill",
        "none",
        "style",
        "stroke: var(--%s); stroke-width: %s; stroke-linecap: round; opacity: .55"
            .formatted(name, source == Source.NODE ? "2.4" : "1.2"));
    svg.end();
  }

  /** Whether packets pass, at the firewall. */
  static void sign(Svg svg, int x, int y, Acceptance acceptance) throws XMLStreamException {
    String sign =
        switch (acceptance) {
          case YES -> "✓";
          case NO -> "✕";
          case IN_PART -> "½";
          case UNKNOWN -> "?";
        };
    svg.empty("circle", "class", "sign", "cx", x, "cy", y, "r", 13);
    svg.text("text", sign, "class", "sign-text", "x", x, "y", y + 5);
    svg.text(
        "text",
        Words.acceptance(acceptance),
        "class",
        "small middle on-pattern",
        "x",
        x,
        "y",
        y + 30);
  }
}
