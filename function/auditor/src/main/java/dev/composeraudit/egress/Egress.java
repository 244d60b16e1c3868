package dev.composeraudit.egress;

import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How packets leave the Pods of one environment. It speaks of Pods with a network of their own (one
 * on its node's network has the node's address) and of the source that is seen inside the VPC:
 * beyond it, Cloud NAT or an external address stands in its place.
 */
public final class Egress {
  private final Mode mode;
  private final ClusterRanges ranges;
  private final Derived<Masquerading> masquerading;
  private final Verdicts verdicts;
  private final List<Problem> problems;

  private Egress(
      Mode mode,
      ClusterRanges ranges,
      Derived<Masquerading> masquerading,
      Verdicts verdicts,
      List<Problem> problems) {
    this.mode = mode;
    this.ranges = ranges;
    this.masquerading = masquerading;
    this.verdicts = verdicts;
    this.problems = List.copyOf(problems);
  }

  /** Works everything out once; asking for destinations is cheap then. */
  public static Egress of(Subject subject) {
    ModeFinder.Kind kind = ModeFinder.kind(subject);
    ClusterRanges ranges = ClusterRanges.of(subject);
    List<Problem> problems = new ArrayList<>();
    Derived<Masquerading> masquerading =
        switch (kind) {
          case COMPOSER_3 -> Derived.blocked(notApplicable());
          case AUTOPILOT -> Derived.value(PolicyMasquerading.of(subject, ranges, problems));
          case STANDARD -> Derived.value(AgentMasquerading.of(subject, problems));
          case UNKNOWN -> Derived.blocked(unknownKind(subject));
        };
    return new Egress(
        ModeFinder.mode(kind, subject),
        ranges,
        masquerading,
        verdicts(kind, masquerading, ranges, subject),
        problems);
  }

  private static Verdicts verdicts(
      ModeFinder.Kind kind,
      Derived<Masquerading> masquerading,
      ClusterRanges ranges,
      Subject subject) {
    if (masquerading instanceof Derived.Value<Masquerading> known) {
      Verdicts plain = Verdicts.of(known.value());
      return kind == ModeFinder.Kind.AUTOPILOT ? plain : withServices(plain, ranges, subject);
    }
    return Verdicts.same(
        Source.UNKNOWN,
        kind == ModeFinder.Kind.COMPOSER_3
            ? Reason.NOT_APPLICABLE_COMPOSER_3
            : Reason.CONFIGURATION_UNKNOWN);
  }

  /** Where a cluster's Service range cannot be told, every address may be a Service's. */
  private static Verdicts withServices(Verdicts plain, ClusterRanges ranges, Subject subject) {
    if (ranges.services() instanceof Derived.Value<CidrSet> services) {
      return plain.withServices(
          services.value(), ranges.podsAndNodes(), Reason.DESTINATION_IS_SERVICE);
    }
    return subject.cluster() instanceof Unknown<?>
        ? plain
        : plain.withServices(
            CidrSet.everything(), ranges.podsAndNodes(), Reason.SERVICE_RANGE_UNKNOWN);
  }

  private static UnknownPart notApplicable() {
    return Unknowns.indeterminate(
        Part.CLUSTER,
        "not applicable: the cluster of Composer 3 is out of sight, and destinations see the"
            + " addresses of its network attachment");
  }

  private static UnknownPart unknownKind(Subject subject) {
    if (subject.cluster() instanceof Unknown<?> unknown) {
      return Unknowns.of(Part.CLUSTER, unknown);
    }
    return Unknowns.of(Part.EGRESS_NAT_POLICIES, (Observed.Unknown<?>) subject.egressNatPolicies());
  }

  public Mode mode() {
    return mode;
  }

  /** The ranges that policies ask for. */
  public DerivedNetwork network() {
    return new DerivedNetwork(
        ranges.nodes().map(CidrSet::toStrings),
        ranges.pods().map(CidrSet::toStrings),
        ranges.services().map(CidrSet::toStrings),
        masquerading.flatMap(Masquerading::named),
        masquerading.flatMap(Masquerading::listSource));
  }

  /** What the cluster's agent or API server would refuse or silently misread, in order. */
  public List<Problem> problems() {
    return problems;
  }

  /** Which source the destination sees, and why. */
  public SourceTrace trace(Destination destination) {
    List<SourceTrace.Part> parts = new ArrayList<>();
    Set<Source> sources = EnumSet.noneOf(Source.class);
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    for (Verdict verdict : verdicts.of(destination.range().range())) {
      sources.add(verdict.source());
      reasons.add(verdict.reason());
      verdict.range().toCidrs().forEach(cidr -> parts.add(part(cidr, verdict)));
    }
    return new SourceTrace(
        destination,
        SourceTrace.join(sources),
        reasons.size() == 1 ? reasons.iterator().next() : Reason.SEVERAL,
        parts,
        unknown(sources, reasons),
        notes(destination, parts));
  }

  private SourceTrace.Part part(Cidr cidr, Verdict verdict) {
    CidrSet candidates = candidates(verdict, cidr.family());
    boolean isKnown = verdict.source() != Source.UNKNOWN;
    return new SourceTrace.Part(
        cidr,
        verdict.source(),
        isKnown ? candidates.toStrings() : List.of(),
        verdict.reason(),
        verdict.text(),
        candidates);
  }

  private CidrSet candidates(Verdict verdict, Family family) {
    return switch (verdict.source()) {
      case POD -> ClusterRanges.known(ranges.pods(), family);
      case NODE -> ClusterRanges.known(ranges.nodes(), family);
      case UNKNOWN, MIXED ->
          verdict.reason() == Reason.NOT_APPLICABLE_COMPOSER_3
              ? CidrSet.EMPTY
              : ranges.podsAndNodes(family);
    };
  }

  private List<UnknownPart> unknown(Set<Source> sources, Set<Reason> reasons) {
    Set<UnknownPart> unknown = new LinkedHashSet<>();
    unknown.addAll(masquerading.obstacles());
    if (reasons.contains(Reason.CONFIGURATION_UNKNOWN)) {
      masquerading.map(known -> unknown.addAll(known.obstacles()));
    }
    if (reasons.contains(Reason.SERVICE_RANGE_UNKNOWN)) {
      unknown.addAll(ranges.services().obstacles());
    }
    if (reasons.contains(Reason.DESTINATION_IS_SERVICE)) {
      unknown.add(
          Unknowns.indeterminate(
              Part.CLUSTER,
              "it is a Service's address, and where its backend is decides; ask for the backend's"
                  + " address"));
    }
    if (sources.contains(Source.POD)) {
      unknown.addAll(ranges.pods().obstacles());
    }
    if (sources.contains(Source.NODE)) {
      unknown.addAll(ranges.nodes().obstacles());
    }
    return List.copyOf(unknown);
  }

  private List<String> notes(Destination destination, List<SourceTrace.Part> parts) {
    CidrSet nodes = ClusterRanges.known(ranges.nodes(), destination.range().family());
    List<Cidr> masqueraded =
        parts.stream()
            .filter(part -> part.source() == Source.NODE)
            .map(SourceTrace.Part::cidr)
            .toList();
    if (CidrSet.of(masqueraded).intersect(nodes).isEmpty()) {
      return List.of();
    }
    return List.of("a node sees the Pod addresses of its own Pods");
  }
}
