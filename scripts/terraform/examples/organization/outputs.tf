output "findings_topic" {
  description = "Where findings are published."
  value       = module.composer_audit.findings_topic
}
