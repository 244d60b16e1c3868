locals {
  # Who may publish where, and nobody else.
  publishers = merge(
    { for topic in [local.findings, local.dead_events] : "${topic}/runtime" => { topic = topic, member = local.runtime } },
    { for topic in [local.dead_events, local.dead_findings] : "${topic}/pubsub" => { topic = topic, member = local.pubsub } },
    local.sweeps ? { "${local.events}/runtime" = { topic = local.events, member = local.runtime } } : {},
  )
  dead_events   = "${local.events}-dead"
  dead_findings = "${local.findings}-dead"
  retention = {
    (local.events)        = local.week
    (local.findings)      = local.month
    (local.dead_events)   = null
    (local.dead_findings) = null
  }
  writers = merge(
    { for key, sink in google_logging_organization_sink.this : "organization/${key}" => sink.writer_identity },
    { for key, sink in google_logging_folder_sink.this : "folder/${key}" => sink.writer_identity },
    { for key, sink in google_logging_project_sink.this : "project/${key}" => sink.writer_identity },
  )
  sink_description = "Composer Audit: environments that are created, changed or deleted"
}

resource "google_pubsub_topic" "this" {
  for_each = local.retention

  project                    = var.project_id
  name                       = each.key
  labels                     = local.labels
  message_retention_duration = each.value

  depends_on = [google_project_service.this]
}

# For a person to pull from: without one dead letters would be gone.
resource "google_pubsub_subscription" "dead" {
  for_each = toset([local.dead_events, local.dead_findings])

  project                    = var.project_id
  name                       = each.value
  topic                      = google_pubsub_topic.this[each.value].id
  labels                     = local.labels
  message_retention_duration = local.month
  ack_deadline_seconds       = 60

  expiration_policy {
    ttl = ""
  }
}

resource "google_pubsub_topic_iam_member" "this" {
  for_each = local.publishers

  project = var.project_id
  topic   = google_pubsub_topic.this[each.value.topic].name
  role    = "roles/pubsub.publisher"
  member  = each.value.member
}

resource "google_logging_organization_sink" "this" {
  for_each = toset(var.parent_resource_type == "organization" ? var.parent_resource_ids : [])

  org_id           = each.value
  name             = local.name
  description      = local.sink_description
  destination      = "pubsub.googleapis.com/${google_pubsub_topic.this[local.events].id}"
  filter           = local.filter
  include_children = true
}

resource "google_logging_folder_sink" "this" {
  for_each = toset(var.parent_resource_type == "folder" ? var.parent_resource_ids : [])

  folder           = each.value
  name             = local.name
  description      = local.sink_description
  destination      = "pubsub.googleapis.com/${google_pubsub_topic.this[local.events].id}"
  filter           = local.filter
  include_children = true
}

resource "google_logging_project_sink" "this" {
  for_each = local.projects

  project                = each.value
  name                   = local.name
  description            = local.sink_description
  destination            = "pubsub.googleapis.com/${google_pubsub_topic.this[local.events].id}"
  filter                 = local.filter
  unique_writer_identity = true
}

# A sink that may not write loses entries silently.
resource "google_pubsub_topic_iam_member" "writers" {
  for_each = local.writers

  project = var.project_id
  topic   = google_pubsub_topic.this[local.events].name
  role    = "roles/pubsub.publisher"
  member  = each.value
}
