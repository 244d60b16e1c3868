output "service_account" {
  description = "The function's service account, which has the custom roles."
  value       = google_service_account.runtime.email
}

output "events_topic" {
  description = "The topic that the log sink of environments writes to."
  value       = google_pubsub_topic.this[local.events].id
}

output "findings_topic" {
  description = "The topic that findings are published to."
  value       = google_pubsub_topic.this[local.findings].id
}

output "dead_letter_subscription" {
  description = "The subscription of dead letters. scripts/redrive replays them."
  value       = google_pubsub_subscription.dead[local.dead_events].id
}

output "writer_identities" {
  description = "The writer identities of the log sinks, by scope. Rules of VPC Service Controls name them."
  value       = local.writers
}

output "service" {
  description = "The Cloud Run service of the function."
  value       = local.called["main"].name
}

output "delivery_command" {
  description = "The command that sets the dead-letter policy of Eventarc's subscriptions. Run it by hand if set_dead_letters is false."
  value       = join("\n", values(local.deliveries))
}

output "ingress_policies" {
  description = "The ingress rules that VPC Service Controls need, for gcloud's --set-ingress-policies: for audited perimeters, and for the perimeter of the function's project."
  value       = { audited = yamlencode(local.ingress_audited), audit = yamlencode(local.ingress_audit) }
}

output "egress_policies" {
  description = "The egress rules, for gcloud's --set-egress-policies: for the perimeter of the function's project."
  value       = { audit = yamlencode(local.egress_audit) }
}
