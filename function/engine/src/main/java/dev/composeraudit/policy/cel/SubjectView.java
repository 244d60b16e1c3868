package dev.composeraudit.policy.cel;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.protobuf.Message;
import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelAttributePattern;
import dev.cel.runtime.CelUnknownSet;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.Network;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.egress.network.DerivedNetwork;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.ComposerVersion;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownEnums;
import dev.composeraudit.subject.UnknownPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A subject as CEL sees it: a value for each name, and for each name or field that is unknown the
 * unknown parts of the subject that it depends on. Used by one thread.
 */
public final class SubjectView {
  private static final List<String> IMAGE_FIELDS =
      List.of("config.softwareConfig.imageVersion", "config.softwareConfig", "config");

  private final Subject subject;
  private final Egress egress;
  private final Instant now;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, List<UnknownPart>> unknown = new LinkedHashMap<>();
  private final List<CelAttributePattern> patterns = new ArrayList<>();

  public SubjectView(Subject subject, Instant now) {
    this.subject = subject;
    this.egress = Egress.of(subject);
    this.now = now;
    PartVariable.ALL.forEach(this::addPart);
    addUnknownFields();
    PartVariable.ALL.forEach(this::addUnknownEnums);
    Egress.unstated(subject)
        .forEach((path, why) -> unknown.putIfAbsent(Subject.CLUSTER_FIELD + path, List.of(why)));
    addComposerVersion();
    addNetwork(egress.network());
    addProblems();
    values.put(
        "trigger",
        Struct.of(
            new Vocabulary.TriggerView(
                subject.trigger().kind().text(),
                subject.trigger().principal(),
                subject.trigger().method(),
                subject.trigger().time())));
    values.put("now", now);
    values.putAll(NetworkTypes.NAMES);
    values.put(EgressView.NAME, new EgressView(egress, unknown));
    unknown
        .keySet()
        .forEach(name -> patterns.add(CelAttributePattern.fromQualifiedIdentifier(name)));
  }

  public Subject subject() {
    return subject;
  }

  public Instant now() {
    return now;
  }

  public Egress egress() {
    return egress;
  }

  /** Whether the egress configuration has no errors, and its effect is known. */
  public boolean isObeyed() {
    return egress.problems().isEmpty()
        && egress.network().nonMasqueradeCidrs().obstacles().isEmpty();
  }

  public Optional<Object> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public List<CelAttributePattern> patterns() {
    return patterns;
  }

  /** The parts that an evaluation ran into, each once, in a fixed order. */
  public List<UnknownPart> parts(CelUnknownSet found) {
    return found.attributes().stream()
        .map(CelAttribute::toString)
        .sorted()
        .flatMap(attribute -> parts(attribute).stream())
        .distinct()
        .toList();
  }

  /** An unknown attribute may be below the name that is unknown, or above it. */
  private List<UnknownPart> parts(String attribute) {
    List<UnknownPart> parts = new ArrayList<>();
    unknown.forEach(
        (name, obstacles) -> {
          if (name.equals(attribute)
              || attribute.startsWith(name + ".")
              || attribute.startsWith(name + "[")
              || name.startsWith(attribute + ".")) {
            parts.addAll(obstacles);
          }
        });
    if (parts.isEmpty()) {
      throw new IllegalStateException("an attribute that nobody called unknown: " + attribute);
    }
    return parts;
  }

  private void addPart(PartVariable<?> variable) {
    add(variable.name(), variable.part(), variable.of(subject), variable.placeholder());
  }

  private void addUnknownFields() {
    subject
        .unknownFields()
        .forEach(
            (path, why) -> {
              if (path.startsWith(Subject.CLUSTER_FIELD)) {
                unknown.put(path, List.of(UnknownPart.of(Part.CLUSTER, why)));
              } else {
                unknown.put("resource." + path, List.of(UnknownPart.of(Part.ENVIRONMENT, why)));
              }
            });
  }

  private void addUnknownEnums(PartVariable<?> variable) {
    if (values.get(variable.name()) instanceof Message known) {
      for (String path : UnknownEnums.paths(known)) {
        unknown.putIfAbsent(
            variable.name() + "." + path,
            List.of(
                new UnknownPart(variable.part(), Reason.INDETERMINATE, UnknownEnums.help(path))));
      }
    }
  }

  private void addComposerVersion() {
    Observed<ComposerVersion> version =
        imageUnknown()
            .<Observed<ComposerVersion>>map(Observed.Unknown::as)
            .orElseGet(() -> subject.environment().flatMap(SubjectView::version));
    add(
        "composer",
        Part.ENVIRONMENT,
        version.map(Struct::of),
        Struct.of(new ComposerVersion(0, "", "", "")));
  }

  /** Why the image version is unknown, itself or a field that contains it; empty if it is known. */
  private Optional<Observed.Unknown<Object>> imageUnknown() {
    return IMAGE_FIELDS.stream()
        .flatMap(path -> Optional.ofNullable(subject.unknownFields().get(path)).stream())
        .findFirst();
  }

  private static Observed<ComposerVersion> version(Environment environment) {
    return ComposerVersion.of(environment)
        .<Observed<ComposerVersion>>map(Observed::known)
        .orElseGet(
            () ->
                Observed.unknown(
                    Reason.INDETERMINATE,
                    "Composer's generation is not known from the image version: "
                        + Excerpt.of(
                            environment.getConfig().getSoftwareConfig().getImageVersion())));
  }

  private <T> void add(String name, Part<?> part, Observed<T> observed, Object placeholder) {
    if (observed instanceof Observed.Known<T> known) {
      values.put(name, known.value());
    } else if (observed instanceof Observed.Unknown<T> why) {
      values.put(name, placeholder);
      unknown.put(name, List.of(UnknownPart.of(part, why)));
    }
  }

  /** Problems are all known once all that may have some has been seen. */
  private void addProblems() {
    List<Vocabulary.ProblemView> problems = new ArrayList<>();
    egress
        .problems()
        .forEach(it -> problems.add(new Vocabulary.ProblemView(it.code(), it.message())));
    List<UnknownPart> unseen = new ArrayList<>();
    for (Part<?> part : configurations()) {
      if (subject.get(part) instanceof Observed.Unknown<?> why) {
        // Whoever edits a configuration must not hide what it does by its size.
        if (why.reason() == Reason.TOO_LARGE) {
          problems.add(new Vocabulary.ProblemView("too-large", why.help()));
        } else {
          unseen.add(UnknownPart.of(part, why));
        }
      }
    }
    unseen.addAll(egress.unread());
    values.put("egressProblems", problems.stream().map(Struct::of).toList());
    if (!unseen.isEmpty()) {
      unknown.put("egressProblems", unseen);
    }
  }

  private List<Part<?>> configurations() {
    return switch (egress.mode()) {
      case EGRESS_NAT_POLICY -> List.of(Part.EGRESS_NAT_POLICIES);
      case IP_MASQ_AGENT, DEFAULT_SNAT -> List.of(Part.IP_MASQ_AGENT_CONFIG);
      case NOT_APPLICABLE -> List.of();
      case UNKNOWN -> configurationsOfUnknown();
    };
  }

  /** Either it is open which kind of configuration decides, or whether an agent runs. */
  private List<Part<?>> configurationsOfUnknown() {
    List<Part<?>> open =
        egress.network().nonMasqueradeSource().obstacles().stream().map(UnknownPart::part).toList();
    return open.isEmpty() || open.contains(Part.IP_MASQ_AGENT_DAEMON_SET)
        ? List.of(Part.IP_MASQ_AGENT_DAEMON_SET, Part.IP_MASQ_AGENT_CONFIG)
        : open;
  }

  private void addNetwork(DerivedNetwork network) {
    values.put(
        "network",
        Struct.of(
            new Network(
                or("nodeCidrs", network.nodeCidrs(), List.of()),
                or("podCidrs", network.podCidrs(), List.of()),
                or("serviceCidrs", network.serviceCidrs(), List.of()),
                or("nonMasqueradeCidrs", network.nonMasqueradeCidrs(), List.of()),
                or("nonMasqueradeSource", network.nonMasqueradeSource(), ""))));
  }

  private <T> T or(String field, Derived<T> derived, T placeholder) {
    if (derived instanceof Derived.Value<T> known) {
      return known.value();
    }
    unknown.put("network." + field, derived.obstacles());
    return placeholder;
  }
}
