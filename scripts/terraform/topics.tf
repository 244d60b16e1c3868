locals {
  # Who may publish where, and nobody else.
  publishers = merge(
    { for topic in [local.findings, local.dead_events] : "${topic}/runtime" => { topic = topic, member = local.runtime } },
    { for topic in [local.dead_events, local.dead_findings] : "${topic}/pubsub" => { topic = topic, member = local.pubsub } },
    { for topic in local.sweeps ? local.asked_topics : [] : "${topic}/runtime" => { topic = topic, member = local.runtime } },
  )
  dead_events   = "${local.events}-dead"
  dead_findings = "${local.findings}-dead"
  event_topics  = concat([local.events], [for reader in local.readers : reader.topic])
  # Where a sweep asks for audits, and where it asks itself for its next page. Nobody else but the scheduler may publish there.
  asked_topics = concat(local.event_topics, [local.control])
  all_events   = concat(local.event_topics, [for topic in local.event_topics : "${topic}-changes"])
  retention = merge({ for topic in local.all_events : topic => local.week }, local.sweeps ? { (local.control) = null } : {}, {
    (local.findings)      = local.kept
    (local.dead_events)   = null
    (local.dead_findings) = null
  })
  writers = merge(
    { for key, sink in google_logging_organization_sink.this : "organization/${key}" => sink.writer_identity },
    { for key, sink in google_logging_folder_sink.this : "folder/${key}" => sink.writer_identity },
    { for key, sink in google_logging_project_sink.this : "project/${key}" => sink.writer_identity },
    { for key, sink in google_logging_organization_sink.changes : "organization/${key}/changes" => sink.writer_identity },
    { for key, sink in google_logging_folder_sink.changes : "folder/${key}/changes" => sink.writer_identity },
    { for key, sink in google_logging_project_sink.changes : "project/${key}/changes" => sink.writer_identity },
  )
  filled = merge(
    { for key, sink in local.sinks : "${var.parent_resource_type}/${key}" => sink.topic },
    { for key, sink in local.changes_sinks : "${var.parent_resource_type}/${key}/changes" => sink.topic },
  )
  # By the kind of what they are on: of each kind sinks are a resource of its own.
  sinks_on = { for kind in ["organization", "folder", "project"] : kind => {
    for key, sink in local.sinks : key => merge(sink, {
      description = "Composer Audit: environments that are created, changed or deleted"
      destination = "pubsub.googleapis.com/${google_pubsub_topic.this[sink.topic].id}"
    }) if var.parent_resource_type == kind
  } }
  changes_sinks_on = { for kind in ["organization", "folder", "project"] : kind => {
    for key, sink in local.changes_sinks : key => merge(sink, {
      description = "Composer Audit: egress policies of clusters that are changed"
      destination = "pubsub.googleapis.com/${google_pubsub_topic.this[sink.topic].id}"
    }) if var.parent_resource_type == kind
  } }
}

resource "google_pubsub_topic" "this" {
  for_each = local.retention

  project                    = var.project_id
  name                       = each.key
  labels                     = local.labels
  message_retention_duration = each.value
  kms_key_name               = var.kms_key

  dynamic "message_storage_policy" {
    for_each = length(var.persistence_regions) == 0 ? [] : [var.persistence_regions]

    content {
      allowed_persistence_regions = message_storage_policy.value
    }
  }

  depends_on = [google_project_service.this]
}

# For a person to pull from: without one dead letters would be gone.
resource "google_pubsub_subscription" "dead" {
  for_each = toset([local.dead_events, local.dead_findings])

  project                    = var.project_id
  name                       = each.value
  topic                      = google_pubsub_topic.this[each.value].id
  labels                     = local.labels
  message_retention_duration = local.kept
  ack_deadline_seconds       = 60

  expiration_policy {
    ttl = ""
  }
}

# Of each team, with the findings of its own environments only.
resource "google_pubsub_subscription" "team" {
  for_each = var.notify

  project                    = each.value.project_id
  name                       = each.value.subscription
  topic                      = google_pubsub_topic.this[local.findings].id
  labels                     = local.labels
  filter                     = "attributes.team = \"${each.key}\""
  message_retention_duration = local.week

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

# Before the sinks of environments, which once took changes too: no entry falls between the two.
resource "google_logging_organization_sink" "changes" {
  for_each = local.changes_sinks_on["organization"]

  org_id           = each.value.parent
  name             = each.value.name
  description      = each.value.description
  destination      = each.value.destination
  filter           = each.value.filter
  include_children = true

  depends_on = [google_eventarc_trigger.changes]
}

resource "google_logging_folder_sink" "changes" {
  for_each = local.changes_sinks_on["folder"]

  folder           = each.value.parent
  name             = each.value.name
  description      = each.value.description
  destination      = each.value.destination
  filter           = each.value.filter
  include_children = true

  depends_on = [google_eventarc_trigger.changes]
}

resource "google_logging_project_sink" "changes" {
  for_each = local.changes_sinks_on["project"]

  project                = each.value.parent
  name                   = each.value.name
  description            = each.value.description
  destination            = each.value.destination
  filter                 = each.value.filter
  unique_writer_identity = true

  depends_on = [google_eventarc_trigger.changes]
}

resource "google_logging_organization_sink" "this" {
  for_each = local.sinks_on["organization"]

  org_id           = each.value.parent
  name             = each.value.name
  description      = each.value.description
  destination      = each.value.destination
  filter           = each.value.filter
  include_children = true

  depends_on = [google_logging_organization_sink.changes]
}

resource "google_logging_folder_sink" "this" {
  for_each = local.sinks_on["folder"]

  folder           = each.value.parent
  name             = each.value.name
  description      = each.value.description
  destination      = each.value.destination
  filter           = each.value.filter
  include_children = true

  depends_on = [google_logging_folder_sink.changes]
}

resource "google_logging_project_sink" "this" {
  for_each = local.sinks_on["project"]

  project                = each.value.parent
  name                   = each.value.name
  description            = each.value.description
  destination            = each.value.destination
  filter                 = each.value.filter
  unique_writer_identity = true

  depends_on = [google_logging_project_sink.changes]
}

# A sink that may not write loses entries silently.
resource "google_pubsub_topic_iam_member" "writers" {
  for_each = local.writers

  project = var.project_id
  topic   = google_pubsub_topic.this[local.filled[each.key]].name
  role    = "roles/pubsub.publisher"
  member  = each.value
}
