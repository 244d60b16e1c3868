/** Views, charts and alerts on findings. */
@NullMarked
package dev.composeraudit.acceptance.dashboards;

import org.jspecify.annotations.NullMarked;
