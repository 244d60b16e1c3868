locals {
  name     = "composer-audit"
  events   = "composer-audit-events"
  control  = "composer-audit-control"
  findings = "composer-audit-findings"
  labels   = merge(var.labels, { app = local.name })

  # The same files that scripts/deploy reads.
  shared = "${path.module}/../deploy.d"
  apis   = split("\n", trimspace(file("${local.shared}/apis")))
  filter = trimspace(file("${local.shared}/sink-filter"))
  # Of the changes of clusters, which have topics of their own so that they delay no creation.
  changes_filter = trimspace(file("${local.shared}/sink-filter-changes"))
  limits         = { for line in split("\n", trimspace(file("${local.shared}/limits"))) : split("=", line)[0] => split("=", line)[1] }
  permissions = [
    for line in split("\n", trimspace(file("${local.shared}/permissions"))) : {
      name  = split("\t", line)[0]
      where = split(",", split("\t", line)[1])
    } if !startswith(line, "#")
  ]

  sweeps = var.sweep_schedule != null

  # As in scripts/deploy: an hour after each sweep, if that can be told.
  sweep_times   = local.sweeps ? split(" ", var.sweep_schedule) : []
  sweep_hour    = try(tonumber(local.sweep_times[1]), null)
  sweep_days    = local.sweeps ? join(" ", slice(local.sweep_times, 2, 5)) : ""
  coverage_hour = local.sweep_hour == null ? null : local.sweep_hour < 23 ? local.sweep_hour + 1 : local.sweep_days == "* * *" ? 0 : null
  an_hour_later = local.coverage_hour == null ? null : "${local.sweep_times[0]} ${local.coverage_hour} ${local.sweep_days}"
  coverage_schedule = (
    !local.sweeps || var.coverage_schedule == "none" ? null : try(coalesce(var.coverage_schedule, local.an_hour_later), null)
  )

  projects = var.parent_resource_type == "project" ? toset(var.parent_resource_ids) : toset([])
  scopes   = [for id in var.parent_resource_ids : "${var.parent_resource_type}s/${id}"]

  week  = "604800s"
  month = "2678400s"
  kept  = var.message_retention_days == 31 ? local.month : "${var.message_retention_days * 86400}s"
}

data "google_project" "this" {
  project_id = var.project_id
}

resource "google_project_service" "this" {
  for_each = var.activate_apis ? toset(concat(
    local.apis,
    local.sweeps ? ["cloudasset", "cloudscheduler"] : [],
    var.scc_source == null ? [] : ["securitycenter"],
  )) : toset([])

  project            = var.project_id
  service            = "${each.value}.googleapis.com"
  disable_on_destroy = false
}
