locals {
  roles = merge(
    { composerAuditReader = { title = "Composer Audit reader", where = "reader", member = local.runtime } },
    { composerAuditClusters = { title = "Composer Audit reader of clusters", where = "clusters", member = local.clusters } },
    var.with_composer_1 ? {
      composerAuditComposer1 = { title = "Composer Audit reader of Composer 1", where = "composer-1", member = local.clusters }
    } : {},
    local.sweeps ? { composerAuditSweep = { title = "Composer Audit sweep", where = "sweep", member = local.runtime } } : {},
  )

  # A folder can't hold custom roles: they are its organization's.
  organization = var.parent_resource_type == "organization" ? var.parent_resource_ids[0] : var.organization_id
  in_projects  = { for pair in setproduct(local.projects, keys(local.roles)) : "${pair[0]}/${pair[1]}" => { project = pair[0], role = pair[1] } }
  in_parent    = var.parent_resource_type == "project" ? {} : local.roles

  runtime  = "serviceAccount:${google_service_account.runtime.email}"
  clusters = "serviceAccount:${google_service_account.clusters.email}"
  trigger  = "serviceAccount:${google_service_account.trigger.email}"
  pubsub   = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_service_account" "runtime" {
  project      = var.project_id
  account_id   = local.name
  display_name = "Composer Audit: reads environments and publishes findings"

  lifecycle {
    precondition {
      condition     = local.sweeps || coalesce(var.coverage_schedule, "none") == "none"
      error_message = "coverage_schedule needs sweep_schedule: whether all are judged is told from the sweep's inventory."
    }
  }
}

# Control planes belong to others: they see an account that can do nothing else.
resource "google_service_account" "clusters" {
  project      = var.project_id
  account_id   = "${local.name}-clusters"
  display_name = "Composer Audit: reads the egress policies of clusters"
}

resource "google_service_account_iam_member" "clusters" {
  service_account_id = google_service_account.clusters.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.runtime
}

resource "google_service_account" "trigger" {
  project      = var.project_id
  account_id   = "${local.name}-trigger"
  display_name = "Composer Audit: calls the function"
}

resource "google_service_account" "build" {
  count = var.image == null ? 1 : 0

  project      = var.project_id
  account_id   = "${local.name}-build"
  display_name = "Composer Audit: builds the function"
}

resource "google_project_iam_member" "trigger" {
  project = var.project_id
  role    = "roles/eventarc.eventReceiver"
  member  = local.trigger
}

resource "google_project_iam_member" "build" {
  count = var.image == null ? 1 : 0

  project = var.project_id
  role    = "roles/cloudbuild.builds.builder"
  member  = "serviceAccount:${google_service_account.build[0].email}"
}

# Where Pub/Sub's agent dates from before April 2021, it may not make the tokens yet with which it calls the function.
resource "google_service_account_iam_member" "trigger" {
  service_account_id = google_service_account.trigger.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.pubsub
}

resource "google_organization_iam_custom_role" "this" {
  for_each = local.in_parent

  org_id      = local.organization
  role_id     = each.key
  title       = each.value.title
  permissions = [for permission in local.permissions : permission.name if contains(permission.where, each.value.where)]

  lifecycle {
    precondition {
      condition     = local.organization != null
      error_message = "organization_id is missing: a folder's custom roles are its organization's."
    }
  }
}

resource "google_organization_iam_member" "this" {
  for_each = var.parent_resource_type == "organization" ? local.in_parent : {}

  org_id = var.parent_resource_ids[0]
  role   = google_organization_iam_custom_role.this[each.key].name
  member = each.value.member
}

resource "google_folder_iam_member" "this" {
  for_each = var.parent_resource_type == "folder" ? local.in_parent : {}

  folder = "folders/${var.parent_resource_ids[0]}"
  role   = google_organization_iam_custom_role.this[each.key].name
  member = each.value.member
}

resource "google_project_iam_custom_role" "this" {
  for_each = local.in_projects

  project     = each.value.project
  role_id     = each.value.role
  title       = local.roles[each.value.role].title
  permissions = [for permission in local.permissions : permission.name if contains(permission.where, local.roles[each.value.role].where)]
}

resource "google_project_iam_member" "this" {
  for_each = local.in_projects

  project = each.value.project
  role    = google_project_iam_custom_role.this[each.key].name
  member  = local.roles[each.value.role].member
}

resource "google_project_iam_custom_role" "subnets" {
  for_each = toset(var.host_project_ids)

  project     = each.value
  role_id     = "composerAuditSubnets"
  title       = "Composer Audit reader of subnetworks"
  permissions = [for permission in local.permissions : permission.name if contains(permission.where, "host")]
}

resource "google_project_iam_member" "subnets" {
  for_each = toset(var.host_project_ids)

  project = each.value
  role    = google_project_iam_custom_role.subnets[each.value].name
  member  = local.runtime
}

resource "google_project_iam_custom_role" "coverage" {
  count = local.coverage_schedule == null ? 0 : 1

  project     = var.project_id
  role_id     = "composerAuditCoverage"
  title       = "Composer Audit coverage"
  permissions = [for permission in local.permissions : permission.name if contains(permission.where, "coverage")]
}

resource "google_project_iam_member" "coverage" {
  count = local.coverage_schedule == null ? 0 : 1

  project = var.project_id
  role    = google_project_iam_custom_role.coverage[0].name
  member  = local.runtime
}

resource "google_organization_iam_custom_role" "security_center" {
  count = var.scc_source == null ? 0 : 1

  org_id      = split("/", var.scc_source)[1]
  role_id     = "composerAuditSecurityCenter"
  title       = "Composer Audit in Security Command Center"
  permissions = [for permission in local.permissions : permission.name if contains(permission.where, "security-center")]
}

resource "google_scc_source_iam_member" "runtime" {
  count = var.scc_source == null ? 0 : 1

  organization = split("/", var.scc_source)[1]
  source       = var.scc_source
  role         = google_organization_iam_custom_role.security_center[0].name
  member       = local.runtime
}
