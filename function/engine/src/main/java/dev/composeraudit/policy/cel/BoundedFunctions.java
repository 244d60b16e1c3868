package dev.composeraudit.policy.cel;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import com.google.common.escape.Escaper;
import com.google.common.escape.Escapers;
import dev.cel.bundle.CelBuilder;
import dev.cel.common.CelOptions;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.values.CelByteString;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.MatchesFunction.MatchesOverload;
import dev.composeraudit.policy.source.BoundedRegex;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * CEL's functions that can make a large value of small ones, each with a limit on its result. CEL's
 * own limits only count iterations: a text that is doubled 40 times would take all memory.
 */
final class BoundedFunctions {
  private static final Set<CelStandardOverload> STANDARD =
      Set.of(
          AddOverload.ADD_STRING,
          AddOverload.ADD_BYTES,
          AddOverload.ADD_LIST,
          MatchesOverload.MATCHES,
          MatchesOverload.MATCHES_STRING);

  private static final Set<CelStringExtensions.Function> STRINGS =
      Sets.immutableEnumSet(
          CelStringExtensions.Function.JOIN,
          CelStringExtensions.Function.QUOTE,
          CelStringExtensions.Function.REPLACE,
          CelStringExtensions.Function.SPLIT);

  private static final Set<CelListsExtensions.Function> LISTS =
      Sets.immutableEnumSet(CelListsExtensions.Function.FLATTEN, CelListsExtensions.Function.RANGE);

  private static final Escaper ESCAPER =
      Escapers.builder()
          .addEscape('\u0007', "\\a")
          .addEscape('\b', "\\b")
          .addEscape('\f', "\\f")
          .addEscape('\n', "\\n")
          .addEscape('\r', "\\r")
          .addEscape('\t', "\\t")
          .addEscape('\u000B', "\\v")
          .addEscape('\\', "\\\\")
          .addEscape('"', "\\\"")
          .build();

  private BoundedFunctions() {}

  /** Adds CEL's standard functions and its extensions of strings, lists and sets. */
  static void addTo(CelBuilder builder, CelOptions options) {
    builder
        .setStandardFunctions(
            CelStandardFunctions.newBuilder()
                .filterFunctions((function, overload) -> !STANDARD.contains(overload))
                .build())
        .addRuntimeLibraries(
            CelExtensions.strings(EnumSet.complementOf(EnumSet.copyOf(STRINGS))),
            CelExtensions.lists(EnumSet.complementOf(EnumSet.copyOf(LISTS))),
            CelExtensions.sets(options));
    addOperators(builder);
    addOfTexts(builder);
    addOfLists(builder);
  }

  private static void addOperators(CelBuilder builder) {
    add(
        builder,
        "_+_",
        CelFunctionBinding.from(
            "add_string",
            String.class,
            String.class,
            (one, other) -> {
              SizeLimit.checkText((long) one.length() + other.length());
              return one + other;
            }),
        CelFunctionBinding.from(
            "add_bytes",
            CelByteString.class,
            CelByteString.class,
            (one, other) -> {
              SizeLimit.checkText((long) one.size() + other.size());
              return one.concat(other);
            }),
        CelFunctionBinding.from("add_list", List.class, List.class, SizeLimit::concatenate));
    add(
        builder,
        "matches",
        CelFunctionBinding.from("matches", String.class, String.class, BoundedFunctions::matches),
        CelFunctionBinding.from(
            "matches_string", String.class, String.class, BoundedFunctions::matches));
  }

  private static void addOfTexts(CelBuilder builder) {
    add(
        builder,
        "join",
        CelFunctionBinding.from("list_join", List.class, texts -> join(texts, "")),
        CelFunctionBinding.from(
            "list_join_string", List.class, String.class, BoundedFunctions::join));
    add(
        builder,
        "replace",
        CelFunctionBinding.from(
            "string_replace_string_string",
            List.of(String.class, String.class, String.class),
            it -> replace((String) it[0], (String) it[1], (String) it[2], -1)),
        CelFunctionBinding.from(
            "string_replace_string_string_int",
            List.of(String.class, String.class, String.class, Long.class),
            it -> replace((String) it[0], (String) it[1], (String) it[2], (Long) it[3])));
    add(
        builder,
        "split",
        CelFunctionBinding.from(
            "string_split_string",
            String.class,
            String.class,
            (text, separator) -> split(text, separator, -1)),
        CelFunctionBinding.from(
            "string_split_string_int",
            List.of(String.class, String.class, Long.class),
            it -> split((String) it[0], (String) it[1], (Long) it[2])));
    add(
        builder,
        "strings.quote",
        CelFunctionBinding.from("strings_quote", String.class, BoundedFunctions::quote));
  }

  private static void addOfLists(CelBuilder builder) {
    add(
        builder,
        "lists.range",
        CelFunctionBinding.from("lists_range", Long.class, BoundedFunctions::range));
    add(
        builder,
        "flatten",
        CelFunctionBinding.from("list_flatten", Collection.class, list -> flatten(list, 1)),
        CelFunctionBinding.from(
            "list_flatten_list_int", Collection.class, Long.class, BoundedFunctions::flatten));
  }

  private static void add(CelBuilder builder, String function, CelFunctionBinding... overloads) {
    builder.addFunctionBindings(CelFunctionBinding.fromOverloads(function, overloads));
  }

  private static boolean matches(String text, String pattern) {
    try {
      return BoundedRegex.compile(pattern).matcher(text).find();
    } catch (IllegalArgumentException refused) {
      throw new CelInvalidArgumentException("matches: " + refused.getMessage());
    }
  }

  private static String join(List<?> texts, String separator) {
    long length = 0;
    for (Object text : texts) {
      length += (long) text.toString().length() + separator.length();
      SizeLimit.checkText(length);
    }
    return Joiner.on(separator).join(texts);
  }

  /** An empty text is found before each character and at the end. */
  private static String replace(String text, String search, String replacement, long limit) {
    StringBuilder replaced = new StringBuilder();
    int copied = 0;
    int found = text.indexOf(search);
    for (long left = limit; found >= 0 && left != 0; left--) {
      replaced.append(text, copied, found).append(replacement);
      SizeLimit.checkText(replaced.length());
      copied = found + search.length();
      found = search.isEmpty() ? next(text, found) : text.indexOf(search, copied);
    }
    SizeLimit.checkText((long) replaced.length() + text.length() - copied);
    return replaced.append(text, copied, text.length()).toString();
  }

  /** Where the next character begins; -1 at the end of the text. */
  private static int next(String text, int at) {
    return at < text.length() ? text.offsetByCodePoints(at, 1) : -1;
  }

  /** An empty separator splits into characters; a negative limit is none. */
  private static List<String> split(String text, String separator, long limit) {
    ImmutableList.Builder<String> parts = ImmutableList.builder();
    if (limit == 0) {
      return parts.build();
    }
    if (limit == 1) {
      return List.of(text);
    }
    long count = 1;
    int start = 0;
    while (count != limit) {
      int end = separator.isEmpty() ? next(text, start) : text.indexOf(separator, start);
      if (end < 0 || (separator.isEmpty() && end == text.length())) {
        break;
      }
      parts.add(text.substring(start, end));
      start = end + separator.length();
      SizeLimit.checkList(++count);
    }
    if (!text.isEmpty() || !separator.isEmpty()) {
      parts.add(text.substring(start));
    }
    return parts.build();
  }

  /** Half of a surrogate pair becomes U+FFFD. */
  private static String quote(String text) {
    SizeLimit.checkText(text.length());
    String wellFormed =
        new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    String quoted = '"' + ESCAPER.escape(wellFormed) + '"';
    SizeLimit.checkText(quoted.length());
    return quoted;
  }

  private static List<Long> range(long end) {
    SizeLimit.checkList(end);
    return CelListsExtensions.genRange(end);
  }

  private static List<Object> flatten(Collection<?> list, long depth) {
    if (depth < 0) {
      throw new CelInvalidArgumentException("the depth of flatten() must not be negative");
    }
    ImmutableList.Builder<Object> flat = ImmutableList.builder();
    addFlat(list, depth, 0, flat);
    return flat.build();
  }

  /** Adds the elements of a list, and returns how many have been added then. */
  private static long addFlat(
      Collection<?> list, long depth, long before, ImmutableList.Builder<Object> flat) {
    long added = before;
    for (Object element : list) {
      if (depth > 0 && element instanceof Collection<?> inner) {
        added = addFlat(inner, depth - 1, added, flat);
      } else {
        SizeLimit.checkList(++added);
        flat.add(element);
      }
    }
    return added;
  }
}
