# What VPC Service Controls ask for, told by an output: perimeters belong to others. The rules of scripts/deploy --vpc-sc.
locals {
  # What the function asks of audited projects.
  reads = concat(
    [
      {
        serviceName = "composer.googleapis.com"
        methodSelectors = [
          { method = "google.cloud.orchestration.airflow.service.v1.Environments.GetEnvironment" },
          { method = "google.cloud.orchestration.airflow.service.v1.Environments.ListEnvironments" },
        ]
      },
      {
        serviceName = "container.googleapis.com"
        methodSelectors = [
          { method = "google.container.v1.ClusterManager.GetCluster" },
          { permission = "container.clusters.connect" },
        ]
      },
      { serviceName = "compute.googleapis.com", methodSelectors = [{ permission = "compute.subnetworks.get" }] },
    ],
    local.sweeps ? [{
      serviceName     = "cloudasset.googleapis.com"
      methodSelectors = [{ method = "google.cloud.asset.v1.AssetService.SearchAllResources" }]
    }] : [],
  )

  # Lets the function look into a perimeter around audited projects.
  ingress_audited = [{
    ingressFrom = {
      identities = [local.runtime, local.clusters]
      sources    = [{ resource = "projects/${data.google_project.this.number}" }]
    }
    ingressTo = {
      resources  = ["*"]
      operations = local.reads
    }
  }]

  # Lets the sinks write into the perimeter around the function's own project, if it is in one.
  ingress_audit = [{
    ingressFrom = {
      identities = distinct(values(local.writers))
      sources    = [{ accessLevel = "*" }]
    }
    ingressTo = {
      resources  = ["projects/${data.google_project.this.number}"]
      operations = [{ serviceName = "pubsub.googleapis.com", methodSelectors = [{ method = "Publisher.Publish" }] }]
    }
  }]

  # Lets the function look at what lies outside of the perimeter around its own project, if it is in one.
  egress_audit = [{
    egressFrom = { identities = [local.runtime, local.clusters] }
    egressTo   = { resources = ["*"], operations = local.reads }
  }]
}
