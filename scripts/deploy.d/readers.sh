# shellcheck shell=bash disable=SC2154
# Readers: the same service once more inside a VPC, for clusters whose control plane has no public endpoint. Each event
# goes to one reader or to the function, never to both: they would contradict each other. Sourced by deploy.

# reader SPEC: [HOST/]NETWORK/REGION/SUBNET[=PROJECT,…] taken apart.
reader() {
  local place=${1%%=*}
  reader_subnet=${place##*/}
  place=${place%/*}
  reader_region=${place##*/}
  place=${place%/*}
  reader_network=${place##*/}
  reader_host=$project
  case $place in */*) reader_host=${place%/*} ;; esac
  reader_name=$name-$reader_network-$reader_region
  reader_topic=$events-$reader_network-$reader_region
  # Cloud Run takes 49 characters.
  [ ${#reader_name} -le 49 ] || wrong "--reader-in $1: the name $reader_name has more than 49 characters"
  reader_projects=''
  case $1 in *=*) reader_projects=$(printf '%s' "${1#*=}" | tr , ' ') ;; esac
}

# Which projects' clusters are in the VPC: those named, else the host's own and those it shares the VPC with.
look_at_shared_vpcs() {
  local spec
  for spec in $readers; do
    reader "$spec"
    [ -n "$reader_projects" ] ||
      look "shared-$reader_host" gcloud compute shared-vpc list-associated-resources "$reader_host" --format='value(id)'
    look "subnet-$reader_name" gcloud compute networks subnets describe "$reader_subnet" --project="$reader_host" \
      --region="$reader_region" --format='value(ipCidrRange)'
    look_for "policy-subnet-$reader_name" gcloud compute networks subnets get-iam-policy "$reader_subnet" \
      --project="$reader_host" --region="$reader_region" --flatten='bindings[].members' --format="$bindings"
  done
}

projects_of_reader() {
  if [ -n "$reader_projects" ]; then
    echo "$reader_projects"
  else
    { echo "$reader_host" && seen "shared-$reader_host"; } | LC_ALL=C sort -u | tr '\n' ' '
  fi
}

# The part of a sink's filter that chooses a reader's events.
for_reader() {
  local projects
  projects=$(projects_of_reader)
  projects=$(printf '%s' "$projects" | sed 's/ *$//; s/[.]/\\./g; s/ /|/g')
  # A Standard cluster's location can be a zone of the region.
  printf '(resource.labels.project_id=~"^(%s)$" AND resource.labels.location=~"^%s(-[a-z])?$")' "$projects" "$reader_region"
}

# The filter of the function's own sink: all but what the readers take.
main_filter() {
  local filter spec
  filter=$(cat "$root/scripts/deploy.d/sink-filter")
  for spec in $readers; do
    reader "$spec"
    filter="$filter AND NOT $(for_reader)"
  done
  printf '%s' "$filter"
}

look_at_readers() {
  local spec
  for spec in $readers; do
    reader "$spec"
    look_at_sinks "$reader_name" "$reader_topic"
    look_at_service "$reader_name" "$reader_region"
  done
}

make_readers() {
  local spec member
  for spec in $readers; do
    reader "$spec"
    if [ "$reader_host" != "$project" ]; then
      member=serviceAccount:service-$(seen number)@serverless-robot-prod.iam.gserviceaccount.com
      grant "policy-subnet-$reader_name" "subnet $reader_subnet of $reader_host" roles/compute.networkUser "$member" \
        gcloud compute networks subnets add-iam-policy-binding "$reader_subnet" --project="$reader_host" \
        --region="$reader_region"
    fi
    sinks "$reader_name" "$reader_topic" "$(cat "$root/scripts/deploy.d/sink-filter") AND $(for_reader)"
    service "$reader_name" "$reader_region" "$reader_topic" "projects/$reader_host/global/networks/$reader_network" \
      "projects/$reader_host/regions/$reader_region/subnetworks/$reader_subnet"
    delivery "$reader_name" "$reader_region" "$reader_topic"
  done
}

# The lines that let each reader's subnet through to the control planes. We never run them: they change environments.
authorize_readers() {
  local spec each range environment network known
  for spec in $readers; do
    reader "$spec"
    range=$(seen "subnet-$reader_name")
    for each in $(projects_of_reader); do
      look "environments-$each" gcloud composer environments list --project="$each" --locations="$reader_region" \
        --format='value[separator="|"](name.basename(),config.nodeConfig.network,config.masterAuthorizedNetworksConfig.cidrBlocks[].cidrBlock.list())'
      looked
      while IFS='|' read -r environment network known; do
        case $network in projects/"$reader_host"/global/networks/"$reader_network") ;; *) continue ;; esac
        case ",$known," in *",$range,"*) continue ;; esac
        echo "# lets the reader $reader_name ($range) see the egress policies of $environment"
        quoted gcloud composer environments update "$environment" --project="$each" --location="$reader_region" \
          --enable-master-authorized-networks --master-authorized-networks="${known:+$known,}$range"
      done <"$work/environments-$each.out"
    done
  done
}
