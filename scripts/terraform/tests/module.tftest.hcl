mock_provider "google" {}
mock_provider "archive" {}

variables {
  project_id = "security-project"
  region     = "us-central1"
}

run "organization" {
  command = plan

  variables {
    parent_resource_type = "organization"
    parent_resource_ids  = ["987654321"]
  }

  assert {
    condition     = keys(google_organization_iam_custom_role.this) == ["composerAuditClusters", "composerAuditReader"]
    error_message = "Only the two readers' roles are made."
  }

  assert {
    condition = google_organization_iam_custom_role.this["composerAuditReader"].permissions == toset([
      "composer.environments.get",
      "composer.environments.list",
      "compute.subnetworks.get",
      "container.clusters.get",
    ])
    error_message = "The reader's role has the permissions of scripts/deploy.d/permissions."
  }

  assert {
    condition = google_organization_iam_custom_role.this["composerAuditClusters"].permissions == toset([
      "container.clusters.connect",
      "container.thirdPartyObjects.list",
    ])
    error_message = "Control planes see an account that can only read egress policies."
  }

  assert {
    condition     = google_service_account.clusters.account_id == "composer-audit-clusters"
    error_message = "Control planes see an account of their own."
  }

  assert {
    condition     = google_logging_organization_sink.this["987654321"].filter == trimspace(file("../deploy.d/sink-filter"))
    error_message = "The sink has the filter of scripts/deploy.d/sink-filter."
  }

  assert {
    condition     = google_logging_organization_sink.changes["987654321"].filter == trimspace(file("../deploy.d/sink-filter-changes"))
    error_message = "Changes of clusters have a sink of their own."
  }

  assert {
    condition     = google_pubsub_topic_iam_member.writers["organization/987654321/changes"].topic == "composer-audit-events-changes"
    error_message = "Changes of clusters have a topic of their own."
  }

  assert {
    condition     = google_eventarc_trigger.changes["main"].name == "composer-audit-changes"
    error_message = "Changes of clusters have a trigger of their own."
  }

  assert {
    condition     = google_logging_organization_sink.this["987654321"].include_children
    error_message = "The sink takes the entries of all projects."
  }

  assert {
    condition     = google_cloudfunctions2_function.this[0].event_trigger[0].retry_policy == "RETRY_POLICY_RETRY"
    error_message = "Events that fail come again."
  }

  assert {
    condition     = google_cloudfunctions2_function.this[0].service_config[0].max_instance_request_concurrency == 8
    error_message = "The function has the limits of scripts/deploy.d/limits."
  }

  assert {
    condition     = length(google_cloud_run_v2_service.this) == 0 && length(google_cloud_scheduler_job.sweep) == 0
    error_message = "Nothing is made that was not asked for."
  }
}

run "bindings_and_teams" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    bindings_dir         = "tests/bindings"
    notify = {
      data = { project_id = "data-team", subscription = "findings" }
      web  = { project_id = "web-team", subscription = "findings" }
    }
  }

  assert {
    condition     = length(local.bindings_files) == 2 && local.settings["BINDINGS_GZIP"] == local.packed_bindings
    error_message = "The bindings and exceptions are in a setting, tests left out."
  }

  assert {
    condition     = google_pubsub_subscription.team["data"].filter == "attributes.team = \"data\"" && google_pubsub_subscription.team["data"].project == "data-team"
    error_message = "A team's subscription is in its project, and has its findings only."
  }
}

run "no_bindings" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    bindings_dir         = "examples"
  }

  expect_failures = [var.bindings_dir]
}

run "folder_with_everything" {
  command = plan

  variables {
    parent_resource_type = "folder"
    parent_resource_ids  = ["123"]
    organization_id      = "987654321"
    with_composer_1      = true
    sweep_schedule       = "17 3 * * *"
    scc_source           = "organizations/987654321/sources/5678"
  }

  assert {
    condition     = keys(google_folder_iam_member.this) == ["composerAuditClusters", "composerAuditComposer1", "composerAuditReader", "composerAuditSweep"]
    error_message = "All four roles are granted on the folder."
  }

  assert {
    condition     = google_organization_iam_custom_role.this["composerAuditSweep"].permissions == toset(["cloudasset.assets.searchAllResources"])
    error_message = "The sweep's role has the one permission."
  }

  assert {
    condition     = base64decode(google_cloud_scheduler_job.sweep[0].pubsub_target[0].data) == "{\"kind\": \"sweep\"}"
    error_message = "The job asks for a sweep."
  }

  assert {
    condition     = [for key, publisher in google_pubsub_topic_iam_member.this : key if publisher.topic == "composer-audit-control"] == ["composer-audit-control/runtime"]
    error_message = "Nobody but the function is allowed to publish to the control topic, to which the scheduler's own agent does."
  }

  assert {
    condition     = google_eventarc_trigger.control[0].name == "composer-audit-control"
    error_message = "The control topic has a trigger."
  }

  assert {
    condition     = google_cloud_scheduler_job.coverage[0].schedule == "17 4 * * *"
    error_message = "Coverage is asked for an hour after the sweep."
  }

  assert {
    condition     = base64decode(google_cloud_scheduler_job.coverage[0].pubsub_target[0].data) == "{\"kind\": \"coverage\"}"
    error_message = "The second job asks for coverage."
  }

  assert {
    condition     = google_project_iam_custom_role.coverage[0].permissions == toset(["logging.logEntries.list"])
    error_message = "Coverage's role has the one permission."
  }

  assert {
    condition     = google_project_iam_member.coverage[0].project == "security-project"
    error_message = "Coverage reads the log of the function's own project."
  }

  assert {
    condition = google_organization_iam_custom_role.security_center[0].permissions == toset([
      "securitycenter.findings.list",
      "securitycenter.findings.setState",
      "securitycenter.findings.update",
    ])
    error_message = "Security Command Center's role has what keeps findings."
  }

  assert {
    condition     = google_scc_source_iam_member.runtime[0].source == local.settings["SCC_SOURCE"]
    error_message = "The source that is granted is the one that is written to."
  }

  assert {
    condition     = local.settings["SWEEP_SCOPE"] == "folders/123"
    error_message = "The sweep covers the folder."
  }
}

run "projects_as_a_service" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project", "ml-project"]
    host_project_ids     = ["host-project"]
    image                = "us-docker.pkg.dev/security-project/audit/composer-audit:1"
    set_dead_letters     = false
  }

  assert {
    condition     = length(google_cloudfunctions2_function.this) == 0 && length(google_storage_bucket.source) == 0
    error_message = "No function is built."
  }

  assert {
    condition     = google_cloud_run_v2_service.this["main"].ingress == "INGRESS_TRAFFIC_INTERNAL_ONLY"
    error_message = "The service takes internal traffic only."
  }

  assert {
    condition     = keys(google_logging_project_sink.this) == ["data-project", "ml-project"]
    error_message = "Each project has a sink."
  }

  assert {
    condition     = google_project_iam_custom_role.subnets["host-project"].permissions == toset(["compute.subnetworks.get"])
    error_message = "Of the host project only subnetworks are read."
  }

  assert {
    condition     = length(terraform_data.delivery) == 0
    error_message = "Without gcloud nothing is run."
  }
}

run "coverage_has_a_time_of_its_own_where_an_hour_later_cannot_be_told" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    sweep_schedule       = "0 */6 * * *"
    coverage_schedule    = "30 0 * * *"
  }

  assert {
    condition     = google_cloud_scheduler_job.coverage[0].schedule == "30 0 * * *"
    error_message = "The time is the one that was said."
  }
}

run "coverage_can_be_left_out" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    sweep_schedule       = "0 */6 * * *"
    coverage_schedule    = "none"
  }

  assert {
    condition     = length(google_cloud_scheduler_job.coverage) + length(google_project_iam_member.coverage) == 0
    error_message = "Neither the job nor its permission is there."
  }
}

run "a_time_that_cannot_be_told_has_to_be_said" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    sweep_schedule       = "0 */6 * * *"
  }

  expect_failures = [google_cloud_scheduler_job.sweep]
}

run "coverage_needs_a_sweep" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    coverage_schedule    = "17 4 * * *"
  }

  expect_failures = [google_service_account.runtime]
}

run "a_folder_needs_its_organization" {
  command = plan

  variables {
    parent_resource_type = "folder"
    parent_resource_ids  = ["123"]
  }

  expect_failures = [google_organization_iam_custom_role.this]
}

run "readers_take_their_own_events" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    image                = "us-docker.pkg.dev/security-project/audit/composer-audit:1"
    sweep_schedule       = "17 3 * * *"
    readers = [{
      host_project_id = "host-project"
      network         = "shared"
      region          = "us-central1"
      subnet          = "readers"
      project_ids     = ["host-project", "data-project"]
    }]
  }

  assert {
    condition = (
      google_logging_project_sink.this["data-project"].filter ==
      "${trimspace(file("../deploy.d/sink-filter"))} AND NOT ${local.readers["shared-us-central1"].filter}"
    )
    error_message = "The function's sink leaves the reader's events out."
  }

  assert {
    condition = (
      local.readers["shared-us-central1"].filter ==
      "(resource.labels.project_id=~\"^(data-project|host-project)$\" AND resource.labels.location=~\"^us-central1(-[a-z])?$\")"
    )
    error_message = "The reader's events are chosen as scripts/deploy chooses them."
  }

  assert {
    condition     = google_logging_project_sink.this["data-project/shared-us-central1"].name == "composer-audit-shared-us-central1"
    error_message = "The reader has a sink of its own."
  }

  assert {
    condition     = google_pubsub_topic_iam_member.writers["project/data-project/shared-us-central1"].topic == "composer-audit-events-shared-us-central1"
    error_message = "The reader's sink may write to the reader's topic."
  }

  assert {
    condition     = google_cloud_run_v2_service.this["shared-us-central1"].template[0].vpc_access[0].network_interfaces[0].subnetwork == "projects/host-project/regions/us-central1/subnetworks/readers"
    error_message = "The reader runs in the subnet."
  }

  assert {
    condition     = contains([for env in google_cloud_run_v2_service.this["shared-us-central1"].template[0].containers[0].env : "${env.name}=${env.value}"], "READER_VPCS=projects/host-project/global/networks/shared@us-central1")
    error_message = "The reader knows where it runs."
  }

  assert {
    condition = local.settings["READER_TOPICS"] == join(",", [
      "data-project@us-central1=projects/security-project/topics/composer-audit-events-shared-us-central1",
      "host-project@us-central1=projects/security-project/topics/composer-audit-events-shared-us-central1",
    ])
    error_message = "A sweep asks the reader for its own environments."
  }

  assert {
    condition     = keys(terraform_data.delivery) == ["control", "main", "main-changes", "shared-us-central1", "shared-us-central1-changes"]
    error_message = "All subscriptions get their dead letters."
  }

  assert {
    condition     = google_compute_subnetwork_iam_member.reader["shared-us-central1"].project == "host-project"
    error_message = "Cloud Run may use the host project's subnet."
  }
}

run "readers_need_an_image" {
  command = plan

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    readers              = [{ host_project_id = "host-project", network = "shared", region = "us-central1", subnet = "readers", project_ids = ["data-project"] }]
  }

  expect_failures = [google_cloud_run_v2_service.this]
}

run "perimeters_are_told_what_they_have_to_let_in" {
  command = apply

  variables {
    parent_resource_type = "project"
    parent_resource_ids  = ["data-project"]
    image                = "us-docker.pkg.dev/security-project/audit/composer-audit:1"
    set_dead_letters     = false
  }

  assert {
    condition     = yamldecode(output.ingress_policies.audited)[0].ingressFrom.identities == [local.runtime, local.clusters]
    error_message = "The function's accounts look into audited perimeters."
  }

  assert {
    condition = toset(yamldecode(output.ingress_policies.audit)[0].ingressFrom.identities) == toset([
      google_logging_project_sink.this["data-project"].writer_identity,
      google_logging_project_sink.changes["data-project"].writer_identity,
    ])
    error_message = "The sinks' writers publish into the function's perimeter."
  }

  assert {
    condition     = yamldecode(output.egress_policies.audit)[0].egressTo.operations == yamldecode(output.ingress_policies.audited)[0].ingressTo.operations
    error_message = "What the function asks across a perimeter is the same on both sides."
  }
}

run "where_and_how_long_messages_are_kept" {
  command = plan

  variables {
    parent_resource_type   = "organization"
    parent_resource_ids    = ["987654321"]
    kms_key                = "projects/keys-project/locations/us-central1/keyRings/audit/cryptoKeys/topics"
    persistence_regions    = ["us-central1", "us-east1"]
    message_retention_days = 7
  }

  assert {
    condition     = alltrue([for topic in google_pubsub_topic.this : topic.kms_key_name == var.kms_key])
    error_message = "Every topic is encrypted by the key."
  }

  assert {
    condition = alltrue([
      for topic in google_pubsub_topic.this :
      toset(topic.message_storage_policy[0].allowed_persistence_regions) == toset(["us-central1", "us-east1"])
    ])
    error_message = "Messages stay in the regions."
  }

  assert {
    condition     = google_pubsub_topic.this["composer-audit-findings"].message_retention_duration == "604800s"
    error_message = "Findings are kept for a week."
  }

  assert {
    condition     = google_pubsub_subscription.dead["composer-audit-events-dead"].message_retention_duration == "604800s"
    error_message = "Dead letters are kept for a week."
  }

  assert {
    condition     = google_storage_bucket.source[0].encryption[0].default_kms_key_name == var.kms_key
    error_message = "The function's source is encrypted by the key."
  }
}

# These stand in commands that a local-exec runs in a shell.
run "a_project_that_is_more_than_a_name" {
  command = plan

  variables {
    project_id           = "p'; touch injected; '"
    parent_resource_type = "organization"
    parent_resource_ids  = ["987654321"]
    set_dead_letters     = false
  }

  expect_failures = [var.project_id]
}

run "a_region_that_is_more_than_a_name" {
  command = plan

  variables {
    region               = "us-central1 $(touch injected)"
    parent_resource_type = "organization"
    parent_resource_ids  = ["987654321"]
    set_dead_letters     = false
  }

  expect_failures = [var.region]
}

run "a_reader_whose_network_is_more_than_a_name" {
  command = plan

  variables {
    parent_resource_type = "organization"
    parent_resource_ids  = ["987654321"]
    image                = "us-docker.pkg.dev/security-project/audit/composer-audit:1"
    readers = [{
      host_project_id = "host-project"
      network         = "n'`touch injected`"
      region          = "us-central1"
      subnet          = "subnet"
      project_ids     = ["data-project"]
    }]
    set_dead_letters = false
  }

  expect_failures = [var.readers]
}
