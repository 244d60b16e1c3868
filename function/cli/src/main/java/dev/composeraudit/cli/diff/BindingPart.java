package dev.composeraudit.cli.diff;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.composeraudit.policy.judge.Binding;
import dev.composeraudit.policy.source.Struct;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A binding, or the part of it that is about one of the destinations that its parameter {@code
 * destinations} lists.
 *
 * @param destination its name, unique within the binding; blank if the binding lists none
 * @param binding whose parameter lists this destination alone
 */
record BindingPart(String destination, Binding binding) {
  private static final String DESTINATIONS = "destinations";

  /** The parts of a binding, in order; at least one. */
  static List<BindingPart> of(Binding binding) {
    if (binding.parameters().original() instanceof Message parameters) {
      FieldDescriptor field = parameters.getDescriptorForType().findFieldByName(DESTINATIONS);
      if (field != null && isListOfNamed(field)) {
        return of(binding, parameters, field);
      }
    }
    return List.of(new BindingPart("", binding));
  }

  private static boolean isListOfNamed(FieldDescriptor field) {
    if (!field.isRepeated() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      return false;
    }
    Descriptor destination = field.getMessageType();
    FieldDescriptor name = destination.findFieldByName("name");
    return name != null && name.getJavaType() == FieldDescriptor.JavaType.STRING;
  }

  private static List<BindingPart> of(Binding binding, Message parameters, FieldDescriptor field) {
    List<BindingPart> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < parameters.getRepeatedFieldCount(field); i++) {
      Message destination = (Message) parameters.getRepeatedField(field, i);
      Message alone = parameters.toBuilder().setField(field, List.of(destination)).build();
      FieldDescriptor name = field.getMessageType().findFieldByName("name");
      String unique = String.valueOf(destination.getField(name));
      while (!names.add(unique)) {
        unique += " (" + (i + 1) + ")";
      }
      parts.add(new BindingPart(unique, binding.with(Struct.of(alone))));
    }
    return parts.isEmpty() ? List.of(new BindingPart("", binding)) : parts;
  }
}
