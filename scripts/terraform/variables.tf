variable "project_id" {
  description = "The project that the function runs in."
  type        = string

  # It stands in commands that a local-exec runs.
  validation {
    condition     = can(regex("^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "Must be the id of a project, such as security-project."
  }
}

variable "region" {
  description = "The region of the function."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "Must be a region, such as us-central1."
  }
}

variable "parent_resource_type" {
  description = "What is audited: organization, folder or project. With project, whoever may create log sinks in such a project can also publish to the events topics: prefer the other two."
  type        = string

  validation {
    condition     = contains(["organization", "folder", "project"], var.parent_resource_type)
    error_message = "Must be organization, folder or project."
  }
}

variable "parent_resource_ids" {
  description = "The number of the organization or of the folder, or the ids of the projects."
  type        = list(string)

  validation {
    condition     = length(var.parent_resource_ids) == 1 || (var.parent_resource_type == "project" && length(var.parent_resource_ids) > 0)
    error_message = "One organization, one folder, or one project or more."
  }
}

variable "organization_id" {
  description = "The number of the folder's organization, which holds the folder's custom roles. Only with a folder."
  type        = string
  default     = null
}

variable "host_project_ids" {
  description = "Shared VPC host projects outside of the audited scope."
  type        = list(string)
  default     = []
}

variable "source_dir" {
  description = "The folder of the function, which mvn -Dquick -DskipTests package builds; null: the one of this checkout. Not with image."
  type        = string
  default     = null
}

variable "image" {
  description = "An image of the Dockerfile to run as a Cloud Run service, in place of a function that Google builds."
  type        = string
  default     = null
}

variable "readers" {
  description = "Readers in VPCs, for clusters without a public endpoint. Each reads the environments of the named projects in its region. Only with image."
  type        = list(object({ host_project_id = string, network = string, region = string, subnet = string, project_ids = list(string) }))
  default     = []

  validation {
    condition = alltrue([
      for reader in var.readers : alltrue([
        for text in concat([reader.host_project_id, reader.network, reader.region, reader.subnet], reader.project_ids) :
        can(regex("^([a-z0-9.-]+:)?[a-z][a-z0-9-]{0,61}$", text))
      ])
    ])
    error_message = "Projects, networks, regions and subnets have lower-case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue([for reader in var.readers : length("composer-audit-${reader.network}-${reader.region}") <= 49])
    error_message = "Cloud Run takes 49 characters: composer-audit-NETWORK-REGION is longer."
  }

  validation {
    condition     = alltrue([for reader in var.readers : length(reader.project_ids) > 0])
    error_message = "project_ids names the projects whose clusters are in the VPC."
  }
}

variable "with_composer_1" {
  description = "Whether to also read what only Composer 1 needs. It takes one more custom role."
  type        = bool
  default     = false
}

variable "sweep_schedule" {
  description = "When to judge every environment, UTC, such as '17 3 * * *'; null: never."
  type        = string
  default     = null
}

variable "coverage_schedule" {
  description = "When to check that every environment was judged, UTC; null: an hour after each sweep; none: never."
  type        = string
  default     = null
}

variable "scc_source" {
  description = "A source of Security Command Center that findings are also written to, organizations/O/sources/S; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.scc_source == null || can(regex("^organizations/[0-9]+/sources/[0-9]+$", var.scc_source))
    error_message = "Must be organizations/O/sources/S, both by number."
  }
}

variable "bindings_dir" {
  description = "A folder whose YAML files, without tests, are the bindings and exceptions, in place of those beside the policies; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.bindings_dir == null || length(fileset(coalesce(var.bindings_dir, "."), "*.{yaml,yml}")) > 0
    error_message = "There is no YAML file in that folder."
  }
}

variable "notify" {
  description = "Subscriptions of teams to the findings of their environments, each in the team's own project. The key is the value of the environments' label owner or team."
  type        = map(object({ project_id = string, subscription = string }))
  default     = {}

  validation {
    condition     = alltrue([for team in keys(var.notify) : can(regex("^[a-z0-9_-]{1,63}$", team))])
    error_message = "A team is the value of a label: lower-case letters, digits, hyphens and underscores."
  }
}

variable "settings" {
  description = "Settings of the function, such as ENFORCE_FROM."
  type        = map(string)
  default     = {}

  validation {
    condition = alltrue([
      for name in keys(var.settings) : contains([
        "ASSET_ENDPOINT", "AUDITED_PROJECTS", "BINDINGS", "BINDINGS_GZIP", "CENTRAL_LOG", "CLUSTERS_ACCOUNT",
        "COMPOSER_ENDPOINT", "COMPUTE_ENDPOINT", "CONTAINER_ENDPOINT", "CONTROL_PLANES", "CONTROL_TOPIC", "COVERAGE_GRACE",
        "DEAD_LETTER_TOPIC", "ENFORCE_FROM", "EVENTS_TOPIC", "FINDINGS_TOPIC", "HOST_PROJECTS", "IAMCREDENTIALS_ENDPOINT",
        "JAVA_TOOL_OPTIONS", "LOGGING_ENDPOINT", "POLICIES", "PRINCIPALS", "PUBSUB_ENDPOINT", "READER_TOPICS", "READER_VPCS",
        "SCC_SOURCE", "SECURITYCENTER_ENDPOINT", "SWEEP_SCOPE", "TEAM_LABELS", "WAIT_FOR_CREATION", "WITH_COMPOSER_1",
      ], name)
    ])
    error_message = "The function has no such setting; scripts/README.md lists them."
  }

  validation {
    condition = can(regex(
      "^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?Z)?$", lookup(var.settings, "ENFORCE_FROM", "")
    ))
    error_message = "ENFORCE_FROM must be a time such as 2026-01-01T00:00:00Z."
  }
}

variable "kms_key" {
  description = "A key that encrypts topics, the bucket and Cloud Run services, projects/P/locations/L/keyRings/R/cryptoKeys/K; null: Google's key. A function that Google builds takes no key."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key == null || can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", var.kms_key))
    error_message = "Must be projects/P/locations/L/keyRings/R/cryptoKeys/K."
  }
}

variable "persistence_regions" {
  description = "The regions in which Pub/Sub may store messages; empty: any."
  type        = list(string)
  default     = []
}

variable "message_retention_days" {
  description = "How many days Pub/Sub stores findings and dead letters."
  type        = number
  default     = 31

  validation {
    condition     = var.message_retention_days >= 1 && var.message_retention_days <= 31
    error_message = "Must be 1 to 31 days."
  }
}

variable "set_dead_letters" {
  description = "Whether gcloud on the machine that runs Terraform sets the dead-letter policy of Eventarc's subscription, which no resource can set."
  type        = bool
  default     = true
}

variable "activate_apis" {
  description = "Whether to enable the APIs that are needed."
  type        = bool
  default     = true
}

variable "labels" {
  description = "Labels of all resources that can have labels."
  type        = map(string)
  default     = {}
}
