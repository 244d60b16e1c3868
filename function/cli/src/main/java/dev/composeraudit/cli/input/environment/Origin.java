package dev.composeraudit.cli.input.environment;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.Issue;

/**
 * Where a Subject document comes from: a part of a document that somebody gave.
 *
 * @param document as read
 * @param path of the part in it
 * @param subjectPath of the same part in the Subject document: {@code $} or {@code $.environment}
 */
public record Origin(Document document, String path, String subjectPath) {
  public static final String SUBJECT = "$";
  public static final String ENVIRONMENT = "$.environment";

  /** An error of the Subject document, at the place that the user wrote. */
  Issue locate(Issue issue) {
    String there = issue.place().path();
    String below = there.startsWith(subjectPath) ? there.substring(subjectPath.length()) : "";
    return new Issue(issue.code(), document.file(), document.place(path + below), issue.message());
  }
}
