# The function as a Cloud Run service of an image, and its readers; then who calls all that there are, as a function too.
locals {
  services = merge(
    var.image == null ? {} : { main = { name = local.name, region = var.region, topic = local.events, subnets = [], settings = local.settings } },
    { for key, reader in local.readers : key => {
      name   = reader.name
      region = reader.region
      topic  = reader.topic
      subnets = [{
        network = "projects/${reader.host_project_id}/global/networks/${reader.network}"
        subnet  = "projects/${reader.host_project_id}/regions/${reader.region}/subnetworks/${reader.subnet}"
      }]
      settings = merge(local.reader_settings, { READER_VPCS = reader.vpc })
    } },
  )
  called = merge(
    { for key, function in local.functions : key => { name = function.service_config[0].service, region = var.region } },
    { for key, service in google_cloud_run_v2_service.this : key => { name = service.name, region = service.location } },
  )
  changed = merge(
    { main = { name = local.name, region = var.region, topic = local.events } },
    { for key, reader in local.readers : key => { name = reader.name, region = reader.region, topic = reader.topic } },
  )
}

resource "google_cloud_run_v2_service" "this" {
  for_each = local.services

  project             = var.project_id
  location            = each.value.region
  name                = each.value.name
  labels              = local.labels
  ingress             = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  deletion_protection = false

  template {
    service_account                  = google_service_account.runtime.email
    timeout                          = local.limits["timeout"]
    max_instance_request_concurrency = tonumber(local.limits["concurrency"])
    encryption_key                   = var.kms_key

    scaling {
      min_instance_count = tonumber(local.limits["min-instances"])
      max_instance_count = tonumber(local.limits["max-instances"])
    }

    dynamic "vpc_access" {
      for_each = each.value.subnets

      content {
        egress = "PRIVATE_RANGES_ONLY"

        network_interfaces {
          network    = vpc_access.value.network
          subnetwork = vpc_access.value.subnet
        }
      }
    }

    containers {
      image = var.image

      resources {
        limits = {
          cpu    = local.limits["cpu"]
          memory = local.limits["memory"]
        }
      }

      dynamic "env" {
        for_each = each.value.settings

        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.image != null
      error_message = "readers need image: a function that Google builds can't be placed in a VPC by this module."
    }
  }

  depends_on = [google_project_service.this, google_compute_subnetwork_iam_member.reader]
}

resource "google_eventarc_trigger" "this" {
  for_each = local.services

  project         = var.project_id
  location        = each.value.region
  name            = each.value.name
  labels          = local.labels
  service_account = google_service_account.trigger.email

  matching_criteria {
    attribute = "type"
    value     = "google.cloud.pubsub.topic.v1.messagePublished"
  }

  destination {
    cloud_run_service {
      service = google_cloud_run_v2_service.this[each.key].name
      region  = each.value.region
    }
  }

  transport {
    pubsub {
      topic = google_pubsub_topic.this[each.value.topic].id
    }
  }

  depends_on = [google_project_iam_member.trigger]
}

resource "google_eventarc_trigger" "changes" {
  for_each = local.changed

  project         = var.project_id
  location        = each.value.region
  name            = "${each.value.name}-changes"
  labels          = local.labels
  service_account = google_service_account.trigger.email

  matching_criteria {
    attribute = "type"
    value     = "google.cloud.pubsub.topic.v1.messagePublished"
  }

  destination {
    cloud_run_service {
      service = local.called[each.key].name
      region  = each.value.region
    }
  }

  transport {
    pubsub {
      topic = google_pubsub_topic.this["${each.value.topic}-changes"].id
    }
  }

  depends_on = [google_project_iam_member.trigger, google_cloud_run_v2_service_iam_member.trigger]
}

resource "google_eventarc_trigger" "control" {
  count = local.sweeps ? 1 : 0

  project         = var.project_id
  location        = var.region
  name            = local.control
  labels          = local.labels
  service_account = google_service_account.trigger.email

  matching_criteria {
    attribute = "type"
    value     = "google.cloud.pubsub.topic.v1.messagePublished"
  }

  destination {
    cloud_run_service {
      service = local.called["main"].name
      region  = var.region
    }
  }

  transport {
    pubsub {
      topic = google_pubsub_topic.this[local.control].id
    }
  }

  depends_on = [google_project_iam_member.trigger, google_cloud_run_v2_service_iam_member.trigger]
}

resource "google_cloud_run_v2_service_iam_member" "trigger" {
  for_each = local.called

  project  = var.project_id
  location = each.value.region
  name     = each.value.name
  role     = "roles/run.invoker"
  member   = local.trigger
}
