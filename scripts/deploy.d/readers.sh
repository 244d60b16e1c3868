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
      start_read "shared-$reader_host" gcloud compute shared-vpc list-associated-resources "$reader_host" --format='value(id)'
    start_read "subnet-$reader_name" gcloud compute networks subnets describe "$reader_subnet" --project="$reader_host" \
      --region="$reader_region" --format='value(ipCidrRange)'
    look_at_subnet
  done
}

look_at_subnet() {
  start_optional_read "policy-subnet-$reader_name" gcloud compute networks subnets get-iam-policy "$reader_subnet" \
    --project="$reader_host" --region="$reader_region" --flatten='bindings[].members' --format="$bindings"
}

# Who places a service into a subnet: one account for all services of the project.
cloud_run_agent() { echo "serviceAccount:service-$(seen number)@serverless-robot-prod.iam.gserviceaccount.com"; }

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

# The part of the filter of the function's own sinks: all but what the readers take.
for_main() {
  local which='' spec
  for spec in $readers; do
    reader "$spec"
    which="$which AND NOT $(for_reader)"
  done
  printf '%s' "$which"
}

look_at_readers() {
  local spec scope
  for scope in $scopes; do
    start_read "sinks-$scope" gcloud logging sinks list "$(sink_flags "$scope")" \
      --filter="destination~/projects/$project/topics/$events" --format='value(name,destination)'
  done
  for spec in $readers; do
    reader "$spec"
    look_at_sources "$reader_name" "$reader_topic"
    look_at_service "$reader_name" "$reader_region"
  done
}

make_readers() {
  local spec
  for spec in $readers; do
    reader "$spec"
    if [ "$reader_host" != "$project" ]; then
      grant "policy-subnet-$reader_name" "subnet $reader_subnet of $reader_host" roles/compute.networkUser "$(cloud_run_agent)" \
        gcloud compute networks subnets add-iam-policy-binding "$reader_subnet" --project="$reader_host" \
        --region="$reader_region"
    fi
    event_topics "$reader_topic"
    ! runs_service "$reader_name" || connect "$reader_name" "$reader_region" "$reader_topic" " AND $(for_reader)"
    service "$reader_name" "$reader_region" "$reader_topic" "projects/$reader_host/global/networks/$reader_network" \
      "projects/$reader_host/regions/$reader_region/subnetworks/$reader_subnet"
    runs_service "$reader_name" || connect "$reader_name" "$reader_region" "$reader_topic" " AND $(for_reader)"
    narrow "$reader_name" "$reader_topic" " AND $(for_reader)"
  done
}

# A reader that is not asked for any more must not be sent what the function is sent again; its service idles until teardown.
forget_readers() {
  local spec scope sink destination wanted=" $name-changes "
  for spec in $readers; do
    reader "$spec"
    wanted="$wanted$reader_name $reader_name-changes "
  done
  for scope in $scopes; do
    while IFS='	' read -r sink destination; do
      case $wanted:$sink:$destination in
        *" $sink "* | *:"$name":*) ;;
        *:"$name"-*:pubsub.googleapis.com/projects/"$project"/topics/"$events"-*)
          step delete "sink $sink of ${scope%%:*} ${scope#*:}" "its reader is no longer given"
          run gcloud logging sinks delete "$sink" "$(sink_flags "$scope")"
          ;;
        *) warn_of_sink "$sink" "${scope%%:*} ${scope#*:}" "${destination##*/}" ;;
      esac
    done <"$work/sinks-$scope.out"
  done
}

# warn_of_sink SINK WHERE TOPIC: another sink of the audited scope can write to our topics. All sinks of a project, folder or
# organization have the same writer identity, and ours has made it a publisher.
warn_of_sink() {
  say "note: sink $1 of $2 also writes to the topic $3, and scripts/deploy did not create it. If you do not know who did, ask the owners of $2"
}

# Only a log bucket or a project can be written to with another identity (--custom-writer-identity), so that this remains.
note_shared_writers() {
  [ -z "$audit_projects" ] || [ "$mode" = apply ] ||
    say "note: with --audit-project, whoever may create log sinks in such a project can also write to the events topics, because all" \
      "sinks of a project have the same writer identity. Prefer --organization or --folder, which do not allow that"
}

# The lines that let each reader's subnet through to the control planes. We never run them: they change environments.
authorize_readers() {
  local spec each range environment network known
  for spec in $readers; do
    reader "$spec"
    range=$(seen "subnet-$reader_name")
    for each in $(projects_of_reader); do
      start_read "environments-$each" gcloud composer environments list --project="$each" --locations="$reader_region" \
        --format='value[separator="|"](name.basename(),config.nodeConfig.network,config.masterAuthorizedNetworksConfig.cidrBlocks[].cidrBlock.list())'
      await_reads
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
