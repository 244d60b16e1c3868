/** What every API of the sandbox needs: names, errors and JSON as Google has them. */
@NullMarked
package dev.composeraudit.sandbox.api;

import org.jspecify.annotations.NullMarked;
