# shellcheck shell=bash disable=SC2154
# How each kind of thing is found and deleted. Sourced by teardown.

labelled="labels.app=$name"

look_for_remains() {
  local scope job
  for scope in $scopes; do
    start_read "sinks-$scope" gcloud logging sinks list "$(sink_flags "$scope")" --filter="name~^$name" \
      --format='value(name,destination)'
  done
  start_read functions gcloud functions list --v2 --project="$project" --filter="$labelled" \
    --format='value(name.basename(),name.segment(3))'
  start_read services gcloud run services list --project="$project" --filter="metadata.$labelled" \
    --format='value(metadata.name,metadata.labels["cloud.googleapis.com/location"],metadata.labels.goog-managed-by)'
  start_read triggers gcloud eventarc triggers list --project="$project" --location=- --filter="$labelled" \
    --format='value(name.basename(),name.segment(3))'
  for job in sweep coverage; do
    start_optional_read "job-$job" gcloud scheduler jobs describe "$name-$job" --project="$project" --location="$region" \
      --format='value(name)'
  done
  start_read topics gcloud pubsub topics list --project="$project" --filter="$labelled" --format='value(name.basename())'
  start_read subscriptions gcloud pubsub subscriptions list --project="$project" \
    --format='value(name.basename(),topic.basename(),labels.app)'
  start_read accounts gcloud iam service-accounts list --project="$project" --format='value(email)'
  look_at_bindings
  look_at_subnets
}

look_at_bindings() {
  local scope home
  for scope in $scopes $(hosts_as_scopes) "project:$project" $scc_scope; do look_at_policy "$scope"; done
  for scope in $scopes; do
    [ -z "$role" ] || break
    home=$(role_home "$scope")
    read_role "$home" "$reader_role"
    read_role "$home" "$clusters_role_id"
    read_role "$home" "$composer1_role"
    read_role "$home" "$sweep_role"
  done
  for scope in $host_projects; do read_role "project=$scope" "$subnets_role"; done
  read_role "project=$project" "$coverage_role"
  [ -z "$scc_source" ] || read_role "organization=${scc_scope#*@}" "$scc_role"
}

look_at_subnets() {
  local spec
  [ -n "$readers" ] || return 0
  start_read number gcloud projects describe "$project" --format='value(projectNumber)'
  for spec in $readers; do
    reader "$spec"
    [ "$reader_host" = "$project" ] || look_at_subnet
  done
}

delete_sinks() {
  local scope sink destination
  for scope in $scopes; do
    while IFS='	' read -r sink destination; do
      case $destination in pubsub.googleapis.com/projects/"$project"/topics/"$events"*) ;; *) continue ;; esac
      step delete "sink $sink of ${scope%%:*} ${scope#*:}"
      run gcloud logging sinks delete "$sink" "$(sink_flags "$scope")"
    done <"$work/sinks-$scope.out"
  done
}

delete_jobs() {
  local job
  for job in sweep coverage; do
    [ -n "$(seen "job-$job")" ] || continue
    step delete "job $name-$job"
    run gcloud scheduler jobs delete "$name-$job" --project="$project" --location="$region"
  done
}

delete_services() {
  local service place manager
  while IFS='	' read -r service place; do
    step delete "function $service"
    run gcloud functions delete "$service" --gen2 --project="$project" --region="$place"
  done <"$work/functions.out"
  while IFS='	' read -r service place; do
    step delete "trigger $service"
    run gcloud eventarc triggers delete "$service" --project="$project" --location="$place"
  done <"$work/triggers.out"
  while IFS='	' read -r service place manager; do
    # The service under a function goes with the function.
    [ -z "$manager" ] || continue
    step delete "service $service"
    run gcloud run services delete "$service" --project="$project" --region="$place"
  done <"$work/services.out"
}

# Nobody can tell who let Cloud Run use a subnet, or whether other services of the project are in it too: only where the reader is
# named, and after asking.
take_back_subnets() {
  local spec what
  for spec in $readers; do
    reader "$spec"
    [ "$reader_host" != "$project" ] || continue
    has "policy-subnet-$reader_name" "$(binding roles/compute.networkUser "$(cloud_run_agent)")" || continue
    what="the use of subnet $reader_subnet of $reader_host by Cloud Run's agent"
    if ! confirmed "Take back $what? Other services of $project in that subnet would need it."; then
      step keep "$what"
      continue
    fi
    step delete "$what"
    run gcloud compute networks subnets remove-iam-policy-binding "$reader_subnet" --project="$reader_host" \
      --region="$reader_region" --member="$(cloud_run_agent)" --role=roles/compute.networkUser
  done
}

# Topics and their subscriptions hold messages that nobody else has. What others subscribed is theirs: it stays.
delete_topics() {
  local topic subscription
  while read -r topic; do
    if ! confirmed "Delete the topic $topic with its messages, and its subscription of that name if there is one?"; then
      step keep "topic $topic"
      continue
    fi
    while read -r subscription; do
      step delete "subscription $subscription"
      run gcloud pubsub subscriptions delete "$subscription" --project="$project"
    done < <(awk -F '\t' -v topic="$topic" -v app="$name" '$2 == topic && $3 == app { print $1 }' "$work/subscriptions.out")
    step delete "topic $topic"
    run gcloud pubsub topics delete "$topic" --project="$project"
  done <"$work/topics.out"
}

# delete_role SCOPE HOME ID [ACCOUNT]: one that others have been given too, by a second deployment, stays.
delete_role() {
  local full line
  full=$(role_name "$2" "$3")
  take_back "$1" "$full" "serviceAccount:$runtime_account"
  [ -z "${4:-}" ] || take_back "$1" "$full" "serviceAccount:$4"
  line=$(seen "role-$2-$3")
  [ -n "$line" ] && [ "${line%%|*}" != True ] || return 0
  if seen "policy-$1" | grep -F "$full	" | grep -Fv "serviceAccount:$runtime_account	" |
    grep -Fvq "serviceAccount:${4:-$runtime_account}	"; then
    step keep "custom role $full" "others have it"
  else
    step delete "custom role $full"
    run gcloud iam roles delete "$3" "--$2"
  fi
}

take_back_roles() {
  local scope home
  for scope in $scopes; do
    if [ -n "$role" ]; then
      take_back "$scope" "$role" "serviceAccount:$runtime_account"
      [ -z "$clusters_role" ] || take_back "$scope" "$clusters_role" "serviceAccount:$clusters_account"
    else
      home=$(role_home "$scope")
      delete_role "$scope" "$home" "$reader_role"
      delete_role "$scope" "$home" "$clusters_role_id" "$clusters_account"
      delete_role "$scope" "$home" "$composer1_role" "$clusters_account"
      delete_role "$scope" "$home" "$sweep_role"
    fi
  done
  for scope in $host_projects; do delete_role "project:$scope" "project=$scope" "$subnets_role"; done
  delete_role "project:$project" "project=$project" "$coverage_role"
  [ -z "$scc_source" ] || delete_role "$scc_scope" "organization=${scc_scope#*@}" "$scc_role"
  take_back "project:$project" roles/eventarc.eventReceiver "serviceAccount:$trigger_account"
  take_back "project:$project" roles/cloudbuild.builds.builder "serviceAccount:$build_account"
}

delete_accounts() {
  local account
  for account in "$runtime_account" $clusters_account "$trigger_account" "$build_account"; do
    has accounts "$account" || continue
    step delete "service account ${account%%@*}"
    run gcloud iam service-accounts delete "$account" --project="$project"
  done
}
