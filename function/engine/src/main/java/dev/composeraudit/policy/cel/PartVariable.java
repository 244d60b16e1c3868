package dev.composeraudit.policy.cel;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.StructTypeReference;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A variable of policies for a part of the subject. A new variable is one more entry here.
 *
 * @param type of the variable in CEL
 * @param messages the message types that it brings
 * @param records the record types that it brings
 * @param value converts the part's value to what CEL sees
 * @param placeholder its value while the part is unknown; no expression ever reads it
 */
record PartVariable<T>(
    String name,
    Part<T> part,
    CelType type,
    List<Descriptor> messages,
    List<Class<? extends Record>> records,
    Function<T, Object> value,
    Object placeholder) {
  /** All of them, in the order in which unknown parts are reported. */
  static final List<PartVariable<?>> ALL =
      List.of(
          message("resource", Part.ENVIRONMENT, Environment.getDefaultInstance()),
          message("cluster", Part.CLUSTER, Cluster.getDefaultInstance()),
          list(
              "egressNatPolicies",
              Part.EGRESS_NAT_POLICIES,
              EgressNatPolicyView.class,
              EgressNatPolicyView::of));

  /** An EgressNATPolicy, as policies see it. */
  public record EgressNatPolicyView(
      String name, boolean managed, String action, List<String> cidrs) {
    static EgressNatPolicyView of(EgressNatPolicy policy) {
      return new EgressNatPolicyView(
          policy.name(), policy.managed(), policy.action(), policy.cidrs());
    }
  }

  private static <M extends Message> PartVariable<M> message(String name, Part<M> part, M none) {
    Descriptor descriptor = none.getDescriptorForType();
    return new PartVariable<>(
        name,
        part,
        StructTypeReference.create(descriptor.getFullName()),
        List.of(descriptor),
        List.of(),
        message -> message,
        none);
  }

  private static <T, V extends Record> PartVariable<List<T>> list(
      String name, Part<List<T>> part, Class<V> view, Function<T, V> toView) {
    String record = Objects.requireNonNull(view.getCanonicalName());
    return new PartVariable<>(
        name,
        part,
        ListType.create(StructTypeReference.create(record)),
        List.of(),
        List.of(view),
        values -> values.stream().map(toView).map(Struct::of).toList(),
        List.of());
  }

  /** What CEL sees of the part. */
  Observed<Object> of(Subject subject) {
    return subject.get(part).map(value);
  }
}
