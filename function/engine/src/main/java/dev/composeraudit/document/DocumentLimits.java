package dev.composeraudit.document;

/**
 * How much of a document is read.
 *
 * @param characters of a file
 * @param depth of nested lists and objects
 * @param places of how many values of a JSON text the place is kept, which costs more than to read
 *     them
 */
public record DocumentLimits(int characters, int depth, int places) {}
