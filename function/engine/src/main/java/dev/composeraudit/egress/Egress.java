package dev.composeraudit.egress;

import com.google.common.base.Suppliers;
import dev.composeraudit.address.AddressRange;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.ClusterRanges;
import dev.composeraudit.egress.network.Derived;
import dev.composeraudit.egress.network.DerivedNetwork;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownEnums;
import dev.composeraudit.subject.UnknownPart;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides which source address a destination sees of the Pods of one environment. It covers Pods
 * that do not use their node's network (hostNetwork), and packets inside the VPC. Outside, Cloud
 * NAT or an external address replaces the source.
 */
public final class Egress {
  /** The most destinations that all EgressNATPolicies of a cluster together may have. */
  public static final int POLICY_DESTINATIONS = 64;

  private final Mode mode;
  private final ClusterRanges ranges;
  private final OwnRanges own;
  private final Supplier<SourceAddresses> addresses;
  private final Derived<Masquerading> masquerading;
  private final Supplier<SourceRanges> sourceRanges;
  private final List<Problem> problems;
  private final boolean agentAssumedToRun;

  private Egress(
      Mode mode,
      ClusterRanges ranges,
      OwnRanges own,
      Supplier<SourceAddresses> addresses,
      Derived<Masquerading> masquerading,
      Supplier<SourceRanges> sourceRanges,
      List<Problem> problems,
      boolean agentAssumedToRun) {
    this.mode = mode;
    this.ranges = ranges;
    this.own = own;
    this.addresses = Suppliers.memoize(addresses::get);
    this.masquerading = masquerading;
    this.sourceRanges = Suppliers.memoize(sourceRanges::get);
    this.problems = List.copyOf(problems);
    this.agentAssumedToRun = agentAssumedToRun;
  }

  /** Computes all source ranges once, at the latest for the first destination. */
  public static Egress of(Subject subject) {
    ModeFinder.Kind kind = ModeFinder.kind(subject);
    ClusterRanges ranges = ClusterRanges.of(subject);
    List<Problem> problems = new ArrayList<>();
    Derived<Masquerading> masquerading =
        switch (kind) {
          case COMPOSER_3 -> Derived.blocked(notApplicable());
          case AUTOPILOT -> Derived.value(PolicyMasquerading.of(subject, ranges, problems));
          case STANDARD -> Derived.value(AgentMasquerading.of(subject, problems));
          case STANDARD_WITH_POLICIES -> Derived.value(either(subject, ranges, problems));
          case UNKNOWN -> Derived.blocked(unknownKind(subject));
        };
    boolean hidden = kind == ModeFinder.Kind.COMPOSER_3;
    return new Egress(
        ModeFinder.mode(kind, subject),
        ranges,
        hidden ? OwnRanges.none() : OwnRanges.of(ranges),
        () -> hidden ? SourceAddresses.none() : SourceAddresses.of(ranges),
        masquerading,
        () -> sourceRanges(kind, masquerading, ranges, subject),
        problems,
        kind == ModeFinder.Kind.STANDARD && isAgentAssumedToRun(subject));
  }

  /** A source is certain only if the policies and the agent give the same one. */
  private static Masquerading either(
      Subject subject, ClusterRanges ranges, List<Problem> problems) {
    return PolicyMasquerading.of(subject, ranges, problems)
        .or(
            AgentMasquerading.of(subject, problems),
            Unknowns.indeterminate(
                Part.CLUSTER,
                "the Standard cluster has Dataplane V2 and EgressNATPolicies: it is not known"
                    + " whether these policies decide, or the ip-masq-agent"));
  }

  /**
   * Whether the agent is only assumed to run, because the DaemonSet in a document has no status.
   */
  private static boolean isAgentAssumedToRun(Subject subject) {
    return subject.ipMasqAgentDaemonSet()
            instanceof Observed.Known<Optional<AgentDaemonSet>> daemonSet
        && daemonSet.value().filter(agent -> agent.rollout().isEmpty()).isPresent();
  }

  private static SourceRanges sourceRanges(
      ModeFinder.Kind kind,
      Derived<Masquerading> masquerading,
      ClusterRanges ranges,
      Subject subject) {
    if (masquerading instanceof Derived.Value<Masquerading> known) {
      SourceRanges plain = SourceRanges.of(known.value());
      return kind == ModeFinder.Kind.AUTOPILOT ? plain : withServices(plain, ranges, subject);
    }
    return SourceRanges.uniform(
        Source.UNKNOWN,
        kind == ModeFinder.Kind.COMPOSER_3
            ? SourceReason.NOT_APPLICABLE_COMPOSER_3
            : SourceReason.CONFIGURATION_UNKNOWN);
  }

  /** If a cluster's Service range is not known, every address may be a Service address. */
  private static SourceRanges withServices(
      SourceRanges plain, ClusterRanges ranges, Subject subject) {
    if (ranges.services() instanceof Derived.Value<CidrSet> services) {
      return plain.withServices(services.value(), ranges.podsAndNodes());
    }
    return subject.cluster() instanceof Unknown<?>
        ? plain
        : plain.withUnknownServices(ranges.podsAndNodes());
  }

  private static UnknownPart notApplicable() {
    return Unknowns.indeterminate(
        Part.CLUSTER,
        "not applicable: the cluster of Composer 3 is not visible, and destinations see the"
            + " addresses of its network attachment");
  }

  private static UnknownPart unknownKind(Subject subject) {
    if (subject.cluster() instanceof Unknown<?> unknown) {
      return UnknownPart.of(Part.CLUSTER, unknown);
    }
    Optional<UnknownPart> contradiction = ModeFinder.contradiction(subject);
    if (contradiction.isPresent()) {
      return contradiction.get();
    }
    Unknown<Object> datapath = subject.unknownFields().get(ModeFinder.DATAPATH);
    if (datapath != null) {
      return UnknownPart.of(Part.CLUSTER, datapath);
    }
    if (ModeFinder.hasUnknownDatapath(subject)) {
      return Unknowns.indeterminate(
          Part.CLUSTER, UnknownEnums.help("networkConfig.datapathProvider"));
    }
    return UnknownPart.of(
        Part.EGRESS_NAT_POLICIES, (Observed.Unknown<?>) subject.egressNatPolicies());
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

  /**
   * Fields of a subject's cluster that decide whether it obeys EgressNATPolicies, and that it does
   * not state, by their path.
   */
  public static Map<String, UnknownPart> unstated(Subject subject) {
    return ModeFinder.unstated(subject);
  }

  /** Why no configuration was read: it is not known which one decides. Empty if that is known. */
  public List<UnknownPart> unread() {
    return mode == Mode.UNKNOWN ? masquerading.obstacles() : List.of();
  }

  /** Mistakes that the cluster's agent or API server would refuse or silently misread, in order. */
  public List<Problem> problems() {
    return problems;
  }

  /** The source ranges of all addresses, in order. */
  List<SourceRange> sources() {
    return sourceRanges.get().all();
  }

  /** The addresses in the cluster's own ranges, as far as they are known. */
  CidrSet ownAddresses() {
    return own.all();
  }

  /** Which source the destination sees, and why. */
  public SourceTrace trace(Destination destination) {
    List<SourceTrace.Part> parts = new ArrayList<>();
    List<AddressRange> masqueraded = new ArrayList<>();
    Set<Source> sources = EnumSet.noneOf(Source.class);
    Set<SourceReason> open = EnumSet.noneOf(SourceReason.class);
    for (SourceRange sourceRange : sourceRanges.get().of(destination.range().range())) {
      sources.add(sourceRange.source());
      if (sourceRange.source() == Source.NODE) {
        masqueraded.add(sourceRange.range());
      } else if (sourceRange.source() == Source.UNKNOWN) {
        open.add(sourceRange.reason());
      }
      addParts(sourceRange, parts);
    }
    List<SourceTrace.Part> outside =
        parts.stream().filter(part -> part.scope() == DestinationScope.OUTSIDE).toList();
    List<SourceTrace.Part> deciding = outside.isEmpty() ? parts : outside;
    return new SourceTrace(
        destination,
        SourceTrace.join(
            deciding.stream().map(SourceTrace.Part::source).collect(Collectors.toSet())),
        reason(deciding),
        parts,
        unknown(sources, open),
        own.unknown(),
        notes(destination, parts, masqueraded));
  }

  private void addParts(SourceRange sourceRange, List<SourceTrace.Part> to) {
    for (OwnRanges.Piece piece : own.pieces(sourceRange.range())) {
      for (Cidr cidr : piece.range().toCidrs()) {
        to.add(addresses.get().part(cidr, piece.scope(), sourceRange));
      }
    }
  }

  private static SourceReason reason(List<SourceTrace.Part> parts) {
    SourceReason first = parts.get(0).reason();
    return parts.stream().allMatch(part -> part.reason() == first) ? first : SourceReason.SEVERAL;
  }

  private List<UnknownPart> unknown(Set<Source> sources, Set<SourceReason> open) {
    Set<UnknownPart> unknown = new LinkedHashSet<>();
    unknown.addAll(masquerading.obstacles());
    if (open.contains(SourceReason.CONFIGURATION_UNKNOWN)
        && masquerading instanceof Derived.Value<Masquerading> known) {
      unknown.addAll(known.value().obstacles());
    }
    if (open.contains(SourceReason.SERVICE_RANGE_UNKNOWN)) {
      unknown.addAll(ranges.services().obstacles());
    }
    if (open.contains(SourceReason.DESTINATION_IS_SERVICE)) {
      unknown.add(Unknowns.SERVICE_BACKEND);
    }
    if (sources.contains(Source.POD)) {
      unknown.addAll(ranges.pods().obstacles());
    }
    if (sources.contains(Source.NODE)) {
      unknown.addAll(ranges.nodes().obstacles());
    }
    return List.copyOf(unknown);
  }

  private List<String> notes(
      Destination destination, List<SourceTrace.Part> parts, List<AddressRange> masqueraded) {
    List<String> notes = new ArrayList<>();
    if (agentAssumedToRun && parts.stream().anyMatch(part -> part.source() != Source.UNKNOWN)) {
      notes.add(
          "the agent's DaemonSet in the document has no status: it is assumed that the agent runs"
              + " on every node");
    }
    if (parts.stream().allMatch(part -> part.scope().stays())) {
      notes.add(
          "it lies in the cluster's own node or Pod ranges: packets to it never leave the cluster,"
              + " even if another network has the same addresses");
    }
    CidrSet nodes = addresses.get().nodes(destination.range().family());
    if (!CidrSet.ofRanges(masqueraded).intersect(nodes).isEmpty()) {
      notes.add("a node sees the Pod addresses of its own Pods");
    }
    if (parts.stream().anyMatch(part -> part.reason() == SourceReason.DESTINATION_IS_SERVICE)) {
      notes.add("if a Service's backend is outside the cluster, the backend's address decides");
    }
    return notes;
  }
}
