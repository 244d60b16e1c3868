# shellcheck shell=bash disable=SC2154
# What VPC Service Controls ask for, printed: perimeters belong to others. Sourced by deploy.

perimeter_rules() {
  local writers
  # Sinks of one scope may have one writer in common.
  writers=$(LC_ALL=C sort -u "$work/writers" | sed 's/^/    - /')
  cat <<EOF
# VPC Service Controls. For each perimeter around audited projects: ingress-audited.yaml lets the function look in.
# \`perimeters update --set-ingress-policies\` replaces all rules: add these to those that are there.
#   gcloud access-context-manager perimeters update PERIMETER --policy=POLICY --set-ingress-policies=FILE
# These rules were not tried on Google Cloud: where a selector of container.googleapis.com is refused, say \`method: '*'\` there.
#
# ingress-audited.yaml
- ingressFrom:
    identities:
    - serviceAccount:$runtime_account${clusters_account:+
    - serviceAccount:$clusters_account}
    sources:
    - resource: projects/$(seen number)
  ingressTo:
    resources:
    - '*'
EOF
  reader_operations
  cat <<EOF
#
# ingress-audit.yaml, for the perimeter around $project, if it is in one: lets the sinks write.
- ingressFrom:
    identities:
$writers
    sources:
    - accessLevel: '*'
  ingressTo:
    resources:
    - projects/$(seen number)
    operations:
    - serviceName: pubsub.googleapis.com
      methodSelectors:
      - method: Publisher.Publish
#
# egress-audit.yaml, for the same perimeter: lets the function look at what lies outside of it. With --set-egress-policies=FILE.
- egressFrom:
    identities:
    - serviceAccount:$runtime_account${clusters_account:+
    - serviceAccount:$clusters_account}
  egressTo:
    resources:
    - '*'
EOF
  reader_operations
  dns_records
}

# What the function asks of audited projects, as operations of a rule.
reader_operations() {
  cat <<'EOF'
    operations:
    - serviceName: composer.googleapis.com
      methodSelectors:
      - method: google.cloud.orchestration.airflow.service.v1.Environments.GetEnvironment
      - method: google.cloud.orchestration.airflow.service.v1.Environments.ListEnvironments
    - serviceName: container.googleapis.com
      methodSelectors:
      - method: google.container.v1.ClusterManager.GetCluster
      - permission: container.clusters.connect
    - serviceName: compute.googleapis.com
      methodSelectors:
      - permission: compute.subnetworks.get
EOF
  [ -z "$sweep_schedule" ] || cat <<'EOF'
    - serviceName: cloudasset.googleapis.com
      methodSelectors:
      - method: google.cloud.asset.v1.AssetService.SearchAllResources
EOF
}

# In a VPC that sends Google's APIs to the restricted addresses, the DNS endpoints of control planes have to go there too.
dns_records() {
  local spec
  echo "#"
  echo "# DNS in each VPC that a reader runs in, where googleapis.com goes to the restricted addresses already"
  for spec in $readers; do
    reader "$spec"
    quoted gcloud dns managed-zones create gke-goog --project="$reader_host" --dns-name=gke.goog. --visibility=private \
      --networks="$reader_network" --description="DNS endpoints of GKE control planes"
    quoted gcloud dns record-sets create '*.gke.goog.' --project="$reader_host" --zone=gke-goog --type=A --ttl=300 \
      --rrdatas=199.36.153.4,199.36.153.5,199.36.153.6,199.36.153.7
  done
}
