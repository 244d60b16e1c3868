package dev.composeraudit.cli.export;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.CompiledPolicy;
import dev.composeraudit.policy.judge.Evaluation;
import dev.composeraudit.policy.judge.Evaluation.Evaluated.Value;
import dev.composeraudit.policy.judge.Judge;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.source.RemedySource.Ranges;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what destinations would have to accept. Policies that fail are judged again for each
 * destination of the binding alone, and asked by their remedy {@code acceptSources}. A destination
 * is a parameter named {@code destinations} with a name and a cidr.
 */
public final class AcceptedSourcesFinder {
  private final PolicySet policies;
  private final Instant now;
  private final Map<String, AcceptedSources> found = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();
  private boolean isPartial;

  public AcceptedSourcesFinder(PolicySet policies, Instant now) {
    this.policies = policies;
    this.now = now;
  }

  /** Adds what the environment's violations ask for, those that an exception covers included. */
  public void add(Subject subject) {
    SubjectView view = new SubjectView(subject, now);
    for (BoundPolicy policy : policies.bound()) {
      if (policy.policy().source().remedies().ranges().containsKey(Ranges.ACCEPT)) {
        Result result =
            policy.judge(
                view,
                List.of(),
                (failed, parameters) -> {
                  parameters.forEach(each -> add(failed, each, view));
                  return List.of();
                },
                now);
        if (result.outcome() == Outcome.ERROR || result.outcome() == Outcome.PENDING) {
          note(policy.policy(), subject, "no rules: " + result.messages().get(0));
          isPartial = true;
        }
      }
    }
  }

  /** Of each destination what it would have to accept, of all environments together. */
  public List<AcceptedSources> found() {
    return List.copyOf(found.values());
  }

  /** The violations without a rule, each with the reason; one line each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Whether a policy could not be judged, so that rules may be missing. */
  public boolean isPartial() {
    return isPartial;
  }

  private void add(CompiledPolicy policy, Struct parameters, SubjectView view) {
    List<Struct> narrowed = narrowed(parameters);
    if (narrowed.isEmpty()) {
      note(policy, view.subject(), "no rules: its parameters name no destination");
    }
    for (Struct each : narrowed) {
      if (Judge.judge(policy, each, view).outcome() == Outcome.FAIL) {
        Struct destination = (Struct) ((List<?>) each.select("destinations")).get(0);
        String name = String.valueOf(destination.select("name"));
        CidrSet sources = sources(policy, each, view);
        Cidr range = Cidr.parse(String.valueOf(destination.select("cidr")));
        CidrSet ofFamily = sources.of(range.family());
        if (ofFamily.isEmpty()) {
          note(policy, view.subject(), name + ": accepting other sources would not help");
        } else {
          found.merge(
              name + "\n" + range,
              new AcceptedSources(name, range, ofFamily),
              (one, other) ->
                  new AcceptedSources(name, range, one.sources().union(other.sources())));
        }
      }
    }
  }

  /** The same parameters with each destination alone; empty if they name none. */
  private static List<Struct> narrowed(Struct parameters) {
    Message message = (Message) parameters.original();
    FieldDescriptor field = message.getDescriptorForType().findFieldByName("destinations");
    List<Struct> narrowed = new ArrayList<>();
    if (field == null || !isDestination(field)) {
      return narrowed;
    }
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      Object only = message.getRepeatedField(field, i);
      narrowed.add(
          Struct.of(message.toBuilder().clearField(field).addRepeatedField(field, only).build()));
    }
    return narrowed;
  }

  private static boolean isDestination(FieldDescriptor field) {
    return field.isRepeated()
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().findFieldByName("name") != null
        && field.getMessageType().findFieldByName("cidr") != null;
  }

  private static CidrSet sources(CompiledPolicy policy, Struct parameters, SubjectView view) {
    Program program = policy.remedies().get(Ranges.ACCEPT);
    Evaluation evaluation = new Evaluation(view, parameters, policy.variables());
    if (program != null
        && evaluation.evaluate(program) instanceof Value value
        && value.value() instanceof Collection<?> ranges) {
      return CidrSet.of(ranges.stream().map(each -> Cidr.parse(String.valueOf(each))).toList());
    }
    return CidrSet.EMPTY;
  }

  private void note(CompiledPolicy policy, Subject subject, String what) {
    notes.add("%s, %s: %s".formatted(subject.name(), policy.source().info().name(), what));
  }
}
