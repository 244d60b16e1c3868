locals {
  # As in scripts/deploy: from 10 s to 10 minutes between two attempts, 50 attempts are 7 hours.
  attempts = 50

  # Eventarc makes the subscription, and no resource can change it (terraform-provider-google#9748).
  triggers = merge(
    { for key, function in local.functions : key => function.event_trigger[0].trigger },
    { for key, trigger in google_eventarc_trigger.this : key => trigger.id },
    { for key, trigger in google_eventarc_trigger.changes : "${key}-changes" => trigger.id },
    { for trigger in google_eventarc_trigger.control : "control" => trigger.id },
  )
  deliveries = { for key, trigger in local.triggers : key => join("\n", [
    "set -eu",
    "subscription=$(gcloud eventarc triggers describe '${trigger}' --format='value(transport.pubsub.subscription)')",
    join(" ", [
      "gcloud pubsub subscriptions update \"$subscription\" --project='${var.project_id}'",
      "--dead-letter-topic='${local.dead_events}' --max-delivery-attempts=${local.attempts}",
      "--min-retry-delay=10s --max-retry-delay=600s --ack-deadline=600 --message-retention-duration=${local.week}",
    ]),
    join(" ", [
      "gcloud pubsub subscriptions add-iam-policy-binding \"$subscription\" --project='${var.project_id}'",
      "--member='${local.pubsub}' --role=roles/pubsub.subscriber",
    ]),
  ]) }
}

resource "terraform_data" "delivery" {
  for_each = var.set_dead_letters ? local.deliveries : {}

  triggers_replace = [each.value]

  provisioner "local-exec" {
    command = each.value
  }

  depends_on = [google_pubsub_subscription.dead, google_pubsub_topic_iam_member.this]
}

resource "google_cloud_scheduler_job" "sweep" {
  count = local.sweeps ? 1 : 0

  project   = var.project_id
  region    = var.region
  name      = "${local.name}-sweep"
  schedule  = var.sweep_schedule
  time_zone = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.this[local.control].id
    data       = base64encode("{\"kind\": \"sweep\"}")
  }

  lifecycle {
    precondition {
      condition     = local.coverage_schedule != null || var.coverage_schedule == "none"
      error_message = "coverage_schedule is missing: what an hour after the sweep is can't be told."
    }
  }

  depends_on = [google_project_service.this, google_eventarc_trigger.control]
}

resource "google_cloud_scheduler_job" "coverage" {
  count = local.coverage_schedule == null ? 0 : 1

  project   = var.project_id
  region    = var.region
  name      = "${local.name}-coverage"
  schedule  = local.coverage_schedule
  time_zone = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.this[local.control].id
    data       = base64encode("{\"kind\": \"coverage\"}")
  }

  depends_on = [google_project_service.this, google_eventarc_trigger.control]
}
