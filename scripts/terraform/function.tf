locals {
  source_dir = coalesce(var.source_dir, "${path.module}/../../function/auditor/target/function")
  # A setting holds 32 KiB: what is in it can be changed without another build.
  bindings_files = var.bindings_dir == null ? [] : [
    for file in sort(fileset(var.bindings_dir, "*.{yaml,yml}")) : file("${var.bindings_dir}/${file}")
    if !contains(["tests.yaml", "tests.yml"], file) && !startswith(file, ".")
  ]
  packed_bindings = base64gzip(join("", [for text in local.bindings_files : "---\n${text}\n"]))
  # Those of the function and its readers, and then what the function alone is told.
  reader_settings = merge(
    {
      FINDINGS_TOPIC    = google_pubsub_topic.this[local.findings].id
      DEAD_LETTER_TOPIC = google_pubsub_topic.this[local.dead_events].id
      CLUSTERS_ACCOUNT  = google_service_account.clusters.email
      JAVA_TOOL_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MaxRAMPercentage=70"
    },
    length(local.projects) == 0 ? {} : { AUDITED_PROJECTS = join(",", var.parent_resource_ids) },
    length(var.host_project_ids) == 0 ? {} : { HOST_PROJECTS = join(",", var.host_project_ids) },
    var.with_composer_1 ? { WITH_COMPOSER_1 = "true" } : {},
    var.scc_source == null ? {} : { SCC_SOURCE = var.scc_source },
    var.bindings_dir == null ? {} : { BINDINGS_GZIP = local.packed_bindings },
    var.settings,
  )
  settings = merge(
    local.sweeps ? {
      EVENTS_TOPIC  = google_pubsub_topic.this[local.events].id
      CONTROL_TOPIC = google_pubsub_topic.this[local.control].id
      SWEEP_SCOPE   = join(",", local.scopes)
    } : {},
    local.sweeps && length(local.readers) > 0 ? { READER_TOPICS = join(",", local.reader_topics) } : {},
    local.reader_settings,
  )
  functions = { for function in google_cloudfunctions2_function.this : "main" => function }
}

data "archive_file" "source" {
  count = var.image == null ? 1 : 0

  type        = "zip"
  source_dir  = local.source_dir
  output_path = "${path.root}/.terraform/${local.name}.zip"
}

resource "google_storage_bucket" "source" {
  count = var.image == null ? 1 : 0

  project                     = var.project_id
  name                        = "${var.project_id}-${local.name}-source"
  location                    = var.region
  labels                      = local.labels
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]

    content {
      default_kms_key_name = encryption.value
    }
  }
}

resource "google_storage_bucket_object" "source" {
  count = var.image == null ? 1 : 0

  bucket = google_storage_bucket.source[0].name
  name   = "${data.archive_file.source[0].output_sha256}.zip"
  source = data.archive_file.source[0].output_path
}

resource "google_cloudfunctions2_function" "this" {
  count = var.image == null ? 1 : 0

  project  = var.project_id
  location = var.region
  name     = local.name
  labels   = local.labels

  build_config {
    runtime         = "java21"
    entry_point     = "dev.composeraudit.AuditFunction"
    service_account = google_service_account.build[0].id

    source {
      storage_source {
        bucket = google_storage_bucket.source[0].name
        object = google_storage_bucket_object.source[0].name
      }
    }
  }

  service_config {
    available_memory                 = replace(local.limits["memory"], "i", "")
    available_cpu                    = local.limits["cpu"]
    timeout_seconds                  = tonumber(trimsuffix(local.limits["timeout"], "s"))
    max_instance_request_concurrency = tonumber(local.limits["concurrency"])
    max_instance_count               = tonumber(local.limits["max-instances"])
    min_instance_count               = tonumber(local.limits["min-instances"])
    ingress_settings                 = "ALLOW_INTERNAL_ONLY"
    service_account_email            = google_service_account.runtime.email
    environment_variables            = local.settings
  }

  event_trigger {
    trigger_region        = var.region
    event_type            = "google.cloud.pubsub.topic.v1.messagePublished"
    pubsub_topic          = google_pubsub_topic.this[local.events].id
    retry_policy          = "RETRY_POLICY_RETRY"
    service_account_email = google_service_account.trigger.email
  }

  depends_on = [google_project_iam_member.build, google_project_iam_member.trigger]
}
