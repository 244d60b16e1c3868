/** APIs that are served by REST alone: GKE, Compute and Cloud Asset Inventory. */
@NullMarked
package dev.composeraudit.sandbox.rest;

import org.jspecify.annotations.NullMarked;
