output "service_account" {
  description = "The function's service account, which custom roles were granted to."
  value       = google_service_account.runtime.email
}

output "events_topic" {
  description = "Where the log sinks write."
  value       = google_pubsub_topic.this[local.events].id
}

output "findings_topic" {
  description = "Where findings are published."
  value       = google_pubsub_topic.this[local.findings].id
}

output "dead_letter_subscription" {
  description = "From where dead letters are pulled; scripts/redrive replays them."
  value       = google_pubsub_subscription.dead[local.dead_events].id
}

output "writer_identities" {
  description = "The identities of the log sinks, by scope; rules of VPC Service Controls name them."
  value       = local.writers
}

output "service" {
  description = "The Cloud Run service that the function is."
  value       = local.called["main"].name
}

output "delivery_command" {
  description = "What gives Eventarc's subscriptions their dead-letter policy, to be run by hand where set_dead_letters is false."
  value       = join("\n", values(local.deliveries))
}

output "ingress_policies" {
  description = "What VPC Service Controls ask for, as gcloud's --set-ingress-policies reads it: for audited perimeters, and for the function's own."
  value       = { audited = yamlencode(local.ingress_audited), audit = yamlencode(local.ingress_audit) }
}

output "egress_policies" {
  description = "The same as gcloud's --set-egress-policies reads it, for the perimeter around the function's own project."
  value       = { audit = yamlencode(local.egress_audit) }
}
