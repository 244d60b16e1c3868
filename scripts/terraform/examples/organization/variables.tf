variable "project_id" {
  description = "The project that the function runs in."
  type        = string
}

variable "region" {
  description = "The region of the function."
  type        = string
  default     = "us-central1"
}

variable "organization_id" {
  description = "The number of the organization that is audited."
  type        = string
}
