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

  # The function's own sinks carry all but what the readers take.
  main_part = join("", [for key in sort(keys(local.readers)) : " AND NOT ${local.readers[key].filter}"])
  parents   = toset(var.parent_resource_ids)
  sources = merge(
    { for id in local.parents : id => { parent = id, name = local.name, topic = local.events, part = local.main_part } },
    {
      for pair in setproduct(local.parents, keys(local.readers)) : "${pair[0]}/${pair[1]}" => {
        parent = pair[0]
        name   = local.readers[pair[1]].name
        topic  = local.readers[pair[1]].topic
        part   = " AND ${local.readers[pair[1]].filter}"
      }
    },
  )
  sinks = { for key, source in local.sources : key => merge(source, { filter = "${local.filter}${source.part}" }) }
  changes_sinks = { for key, source in local.sources : key => merge(source, {
    name   = "${source.name}-changes"
    topic  = "${source.topic}-changes"
    filter = "${local.changes_filter}${source.part}"
  }) }

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
