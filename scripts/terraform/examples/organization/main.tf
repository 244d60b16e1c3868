terraform {
  required_version = ">= 1.5"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.0, < 8.0"
    }
  }
}

provider "google" {
  project = var.project_id
  region  = var.region
}

module "composer_audit" {
  source = "../.."

  project_id           = var.project_id
  region               = var.region
  parent_resource_type = "organization"
  parent_resource_ids  = [var.organization_id]
  sweep_schedule       = "17 3 * * *"

  # Every environment alarms. To leave out those that were created before a day, set
  # settings = { ENFORCE_FROM = "2026-01-01T00:00:00Z" }
}
