# Readers: the same service once more inside a VPC, as scripts/deploy --reader-in places them. Each event goes to one reader or to
# the function, never to both: they would contradict each other.
locals {
  readers = {
    for reader in var.readers : "${reader.network}-${reader.region}" => merge(reader, {
      name  = "${local.name}-${reader.network}-${reader.region}"
      topic = "${local.events}-${reader.network}-${reader.region}"
      # A Standard cluster's location can be a zone of the region.
      filter = join(" AND ", [
        "(resource.labels.project_id=~\"^(${join("|", [for id in sort(distinct(reader.project_ids)) : replace(id, ".", "\\.")])})$\"",
        "resource.labels.location=~\"^${reader.region}(-[a-z])?$\")",
      ])
      vpc = "projects/${reader.host_project_id}/global/networks/${reader.network}@${reader.region}"
    })
  }

  # The function's own sink carries all but what the readers take.
  main_filter = join(" AND NOT ", concat([local.filter], [for key in sort(keys(local.readers)) : local.readers[key].filter]))
  parents     = toset(var.parent_resource_ids)
  sinks = merge(
    { for id in local.parents : id => { parent = id, name = local.name, topic = local.events, filter = local.main_filter } },
    {
      for pair in setproduct(local.parents, keys(local.readers)) : "${pair[0]}/${pair[1]}" => {
        parent = pair[0]
        name   = local.readers[pair[1]].name
        topic  = local.readers[pair[1]].topic
        filter = "${local.filter} AND ${local.readers[pair[1]].filter}"
      }
    },
  )

  # Where a sweep asks for the audits of those that a reader looks at.
  reader_topics = sort(flatten([
    for key, reader in local.readers : [
      for id in distinct(reader.project_ids) : "${id}@${reader.region}=projects/${var.project_id}/topics/${reader.topic}"
    ]
  ]))
}

resource "google_compute_subnetwork_iam_member" "reader" {
  for_each = { for key, reader in local.readers : key => reader if reader.host_project_id != var.project_id }

  project    = each.value.host_project_id
  region     = each.value.region
  subnetwork = each.value.subnet
  role       = "roles/compute.networkUser"
  member     = "serviceAccount:service-${data.google_project.this.number}@serverless-robot-prod.iam.gserviceaccount.com"
}

resource "google_cloud_run_v2_service" "reader" {
  for_each = local.readers

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

    scaling {
      min_instance_count = tonumber(local.limits["min-instances"])
      max_instance_count = tonumber(local.limits["max-instances"])
    }

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"

      network_interfaces {
        network    = "projects/${each.value.host_project_id}/global/networks/${each.value.network}"
        subnetwork = "projects/${each.value.host_project_id}/regions/${each.value.region}/subnetworks/${each.value.subnet}"
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
        for_each = merge(local.reader_settings, { READER_VPCS = each.value.vpc })

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

resource "google_eventarc_trigger" "reader" {
  for_each = local.readers

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
      service = google_cloud_run_v2_service.reader[each.key].name
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

resource "google_cloud_run_v2_service_iam_member" "reader" {
  for_each = local.readers

  project  = var.project_id
  location = each.value.region
  name     = google_cloud_run_v2_service.reader[each.key].name
  role     = "roles/run.invoker"
  member   = local.trigger
}
