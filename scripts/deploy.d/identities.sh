# shellcheck shell=bash disable=SC2154
# The APIs, the service accounts, the custom roles and who has them. Sourced by deploy.

apis=$(paste -sd ' ' "$root/scripts/deploy.d/apis")

look_at_identities() {
  local scope home
  # The audited environments' APIs have to be on here too: calls of a service account count against its own project.
  start_read apis gcloud services list --enabled --project="$project" --format='value(config.name)'
  start_read number gcloud projects describe "$project" --format='value(projectNumber)'
  start_read accounts gcloud iam service-accounts list --project="$project" --format='value(email)'
  start_optional_read policy-trigger gcloud iam service-accounts get-iam-policy "$trigger_account" --project="$project" \
    --flatten='bindings[].members' --format="$bindings"
  [ -z "$clusters_account" ] ||
    start_optional_read policy-clusters gcloud iam service-accounts get-iam-policy "$clusters_account" --project="$project" \
      --flatten='bindings[].members' --format="$bindings"
  look_at_policy "project:$project"
  for scope in $scopes $(hosts_as_scopes); do
    [ "$scope" = "project:$project" ] || look_at_policy "$scope"
  done
  for scope in $scopes; do
    [ -z "$role" ] || break
    home=$(role_home "$scope")
    read_role "$home" "$reader_role"
    read_role "$home" "$clusters_role_id"
    [ -z "$composer1" ] || read_role "$home" "$composer1_role"
  done
  for scope in $host_projects; do read_role "project=$scope" "$subnets_role"; done
  [ -z "$coverage_schedule" ] || read_role "project=$project" "$coverage_role"
  if [ -n "$scc_source" ]; then
    look_at_policy "$scc_scope"
    read_role "organization=${scc_scope#*@}" "$scc_role"
  fi
}

enable_apis() {
  local api missing='' all=$apis
  [ -z "$sweep_schedule" ] || all="$all cloudasset cloudscheduler"
  [ -z "$scc_source" ] || all="$all securitycenter"
  for api in $all; do
    has apis "$api.googleapis.com" || missing="$missing $api.googleapis.com"
  done
  if [ -z "$missing" ]; then
    step exists "APIs"
  else
    step create "APIs" "${missing# }"
    # shellcheck disable=SC2086  # a list of words
    run gcloud services enable $missing --project="$project"
  fi
}

# account ID WHAT: a service account of the project.
account() {
  if has accounts "$1@$project.iam.gserviceaccount.com"; then
    step exists "service account $1"
  else
    step create "service account $1"
    run gcloud iam service-accounts create "$1" --project="$project" --display-name="Composer Audit: $2"
  fi
}

# grant POLICY WHERE ROLE MEMBER COMMAND...: one binding; the command without member and role.
grant() {
  local policy=$1 where=$2 granted=$3 member=$4
  shift 4
  if has "$policy" "$(binding "$granted" "$member")"; then
    step exists "$granted for ${member#*:} on $where"
  else
    step create "$granted for ${member#*:} on $where"
    run "$@" --member="$member" --role="$granted"
  fi
}

# custom_role HOME ID TITLE WHERE: a role with the permissions that the file has for there. One that was deleted less
# than a week ago still has its name, and is taken back. A role that only loses permissions loses them once the new function
# runs, which does not need them any more: until then the one before does.
custom_role() {
  local home=$1 id=$2 title=$3 wanted seen_role what
  wanted=$(permissions_for "$4")
  seen_role=$(seen "role-$home-$id")
  what="custom role $(role_name "$home" "$id")"
  if [ -z "$seen_role" ]; then
    step create "$what"
    run gcloud iam roles create "$id" "--$home" --title="$title" --stage=GA --permissions="$wanted"
    return
  fi
  if [ "${seen_role%%|*}" = True ]; then
    step change "$what" "it was deleted"
    run gcloud iam roles undelete "$id" "--$home"
  fi
  if [ "$(sorted "${seen_role#*|}")" = "$wanted" ]; then
    step exists "$what"
  elif [ -z "${narrowing:-}" ] && loses_only "$(sorted "${seen_role#*|}")" "$wanted"; then
    printf '%s\t%s\t%s\t%s\n' "$@" >>"$work/narrower"
  else
    step change "$what" "its permissions become $wanted"
    run gcloud iam roles update "$id" "--$home" --title="$title" --stage=GA --permissions="$wanted"
  fi
}

# loses_only NOW WANTED: whether all that is wanted is there.
loses_only() {
  [ -z "$(comm -13 <(tr , '\n' <<<"$1") <(tr , '\n' <<<"$2"))" ]
}

# What the function that ran before needed of roles, and the new one does not.
narrow_roles() {
  local home id title where scope narrowing=1
  [ ! -e "$work/narrower" ] || while IFS='	' read -r home id title where; do
    custom_role "$home" "$id" "$title" "$where"
  done < <(LC_ALL=C sort -u "$work/narrower")
  [ -n "$composer1" ] && [ -z "$role" ] || return 0
  for scope in $scopes; do
    take_back "$scope" "$(role_name "$(role_home "$scope")" "$composer1_role")" "serviceAccount:$runtime_account"
  done
}

# sorted LIST: with commas between its members, whatever stood there.
sorted() { printf '%s' "$1" | tr ';' '\n' | LC_ALL=C sort | paste -sd, -; }

make_accounts() {
  account "$name" "reads environments and publishes findings"
  if [ -n "$clusters_account" ]; then
    account "$name-clusters" "reads the egress policies of clusters"
    grant policy-clusters "service account $name-clusters" roles/iam.serviceAccountTokenCreator \
      "serviceAccount:$runtime_account" \
      gcloud iam service-accounts add-iam-policy-binding "$clusters_account" --project="$project"
  fi
  account "$name-trigger" "calls the function"
  grant "policy-project:$project" "project $project" roles/eventarc.eventReceiver "serviceAccount:$trigger_account" \
    gcloud projects add-iam-policy-binding "$project" --condition=None
  if [ -z "$image" ] || [ -n "$image_repository" ]; then
    account "$name-build" "builds the function"
    grant "policy-project:$project" "project $project" roles/cloudbuild.builds.builder "serviceAccount:$build_account" \
      gcloud projects add-iam-policy-binding "$project" --condition=None
  fi
}

make_roles() {
  local scope home
  for scope in $scopes; do
    if [ -n "$role" ]; then
      give "$scope" "$role"
      [ -z "$clusters_role" ] || give "$scope" "$clusters_role" "$clusters_account"
      continue
    fi
    home=$(role_home "$scope")
    custom_role "$home" "$reader_role" "Composer Audit reader" reader
    give "$scope" "$(role_name "$home" "$reader_role")"
    custom_role "$home" "$clusters_role_id" "Composer Audit reader of clusters" clusters
    give "$scope" "$(role_name "$home" "$clusters_role_id")" "$clusters_account"
    role_if "$composer1" "$scope" "$home" "$composer1_role" "Composer Audit reader of Composer 1" composer-1 "$clusters_account"
    role_if "$sweep_schedule" "$scope" "$home" "$sweep_role" "Composer Audit sweep" sweep
  done
  for scope in $host_projects; do
    custom_role "project=$scope" "$subnets_role" "Composer Audit reader of subnetworks" host
    give "project:$scope" "$(role_name "project=$scope" "$subnets_role")"
  done
  role_if "$coverage_schedule" "project:$project" "project=$project" "$coverage_role" "Composer Audit coverage" coverage
  [ -z "$scc_source" ] ||
    role_if 1 "$scc_scope" "organization=${scc_scope#*@}" "$scc_role" "Composer Audit in Security Command Center" security-center
}

# role_if WANTED SCOPE HOME ID TITLE WHERE [ACCOUNT]: a custom role for what can be asked for; what is not asked for any more is
# taken back. The role itself stays until teardown: it costs nothing, and others may have been given it.
role_if() {
  if [ -n "$1" ]; then
    custom_role "$3" "$4" "$5" "$6"
    give "$2" "$(role_name "$3" "$4")" "${7:-$runtime_account}"
  else
    take_back "$2" "$(role_name "$3" "$4")" "serviceAccount:$runtime_account"
    [ -z "${7:-}" ] || take_back "$2" "$(role_name "$3" "$4")" "serviceAccount:$7"
  fi
}

# give SCOPE ROLE [ACCOUNT]: to the function, or another account, at the audited scope or on a host project.
give() {
  policy_command "$1" add-iam-policy-binding
  grant "policy-$1" "${1%%:*} ${1#*:}" "$2" "serviceAccount:${3:-$runtime_account}" "${policy_command[@]}" --condition=None
}
