# shellcheck shell=bash disable=SC2154
# shellcheck disable=SC2034  # each script uses some of what is set here
# What may be said to deploy, teardown, verify, redrive and those of the dashboards, and the names of what is made. Sourced.

project='' region='' organization='' folder='' audit_projects='' host_projects='' role='' clusters_role='' policies='' image=''
settings='' readers='' reader_places='' vpc_sc='' composer1='' dashboards='' sweep_schedule='' coverage_schedule='' scc_source='' yes='' mode=apply
environment='' timeout=600 limit=1000 dataset='' location='' channels='' release='' kms_key='' persistence_regions=''
message_retention=31 retention='' added_policies='' bindings_dir='' teams='' image_repository=''

name=composer-audit
events=$name-events
findings=$name-findings
control=$name-control
reader_role=composerAuditReader
clusters_role_id=composerAuditClusters
composer1_role=composerAuditComposer1
sweep_role=composerAuditSweep
coverage_role=composerAuditCoverage
scc_role=composerAuditSecurityCenter
subnets_role=composerAuditSubnets

# The columns in which IAM policies are read, flattened.
bindings='value(bindings.role,bindings.members,bindings.condition.title)'

# parse_options WORD...: reads the command line; `usage` says what it may be, $takes which options the script has.
parse_options() {
  local option
  while [ $# -gt 0 ]; do
    option=$1
    shift
    case $option in
      -h | --help)
        usage
        exit 0
        ;;
      --?*=*)
        set -- "${option#*=}" "$@"
        option=${option%%=*}
        ;;
    esac
    case " $takes " in
      *" $option "*) ;;
      *) wrong "there is no option $option" ;;
    esac
    case $option in
      --dry-run) mode=dry-run ;;
      --plan) mode=plan ;;
      --yes) yes=1 ;;
      --vpc-sc) vpc_sc=1 ;;
      --with-composer-1) composer1=1 ;;
      --with-dashboards) dashboards=1 ;;
      *)
        [ -n "${1:-}" ] || wrong "$option needs a value"
        take "$option" "$1"
        shift
        ;;
    esac
  done
}

wrong() { die "$1; $0 --help lists the options"; }

# matches NAME TEXT PATTERN: a value that is not of its form is refused before anything is done.
matches() {
  [[ $2 =~ ^($3)$ ]] || wrong "$1: not of the form $3: $2"
}

# setting NAME VALUE: a setting that the function does not have, or whose value it would refuse at its start, is refused
# here, before anything is changed.
setting() {
  local time='[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z'
  local duration='PT([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?' list='[^,]+(,[^,]+)*'
  case $1 in
    ENFORCE_FROM) matches "--set $1" "$2" "$time" ;;
    WAIT_FOR_CREATION | COVERAGE_GRACE) matches "--set $1" "$2" "$duration" ;;
    CLUSTERS_ACCOUNT) matches "--set $1" "$2" '[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z0-9.-]+\.gserviceaccount\.com' ;;
    CONTROL_PLANES) matches "--set $1" "$2" 'any|dns' ;;
    WITH_COMPOSER_1) matches "--set $1" "$2" 'true|false' ;;
    TEAM_LABELS) matches "--set $1" "$2" '[^,A-Z" ]+(,[^,A-Z" ]+)*' ;;
    PRINCIPALS) matches "--set $1" "$2" 'full|hash|none' ;;
    CENTRAL_LOG) matches "--set $1" "$2" 'projects/[^/]+/logs/.+' ;;
    FINDINGS_TOPIC | DEAD_LETTER_TOPIC | EVENTS_TOPIC | CONTROL_TOPIC) matches "--set $1" "$2" 'projects/[^/]+/topics/[^/]+' ;;
    SCC_SOURCE) matches "--set $1" "$2" 'organizations/[0-9]+/sources/[0-9]+' ;;
    READER_VPCS) matches "--set $1" "$2" 'projects/[^/]+/global/networks/[^/@]+@[a-z0-9-]+(,projects/[^/]+/global/networks/[^/@]+@[a-z0-9-]+)*' ;;
    SWEEP_SCOPE | READER_TOPICS | AUDITED_PROJECTS | HOST_PROJECTS) matches "--set $1" "$2" "$list" ;;
    *_ENDPOINT) matches "--set $1" "$2" 'https?://[^ ]+' && endpoint "$1" ;;
    POLICIES | BINDINGS | BINDINGS_GZIP | JAVA_TOOL_OPTIONS) ;;
    *) wrong "the function has no setting $1; scripts/README.md lists them" ;;
  esac
}

endpoint() {
  case ${1%_ENDPOINT} in
    COMPOSER | CONTAINER | COMPUTE | ASSET | LOGGING | PUBSUB | SECURITYCENTER | IAMCREDENTIALS) ;;
    *) wrong "the function has no setting $1; scripts/README.md lists them" ;;
  esac
}

take() {
  local project_form='([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]' place='[a-z]+-[a-z]+[0-9]+' id='[a-z][a-z0-9-]{0,61}'
  case $1 in
    --project | --audit-project | --host-project) matches "$1" "$2" "$project_form" ;;
    --region) matches "$1" "$2" "$place" ;;
    --organization | --folder) matches "$1" "$2" '[0-9]+' ;;
    --role | --clusters-role) matches "$1" "$2" '(roles|(organizations|projects)/[^/]+/roles)/[A-Za-z0-9_.]+' ;;
    --reader-in) matches "$1" "$2" "($project_form/)?$id/$place/$id(=$project_form(,$project_form)*)?" ;;
    --timeout | --limit) matches "$1" "$2" '[0-9]{1,6}' ;;
    --environment) matches "$1" "$2" "projects/$project_form/locations/[a-z0-9-]+/environments/[a-z][a-z0-9-]*" ;;
    --sweep-schedule) matches "$1" "$2" '[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){4}' ;;
    --coverage-schedule) matches "$1" "$2" 'none|[0-9A-Za-z*/,-]+( [0-9A-Za-z*/,-]+){4}' ;;
    --scc-source) matches "$1" "$2" 'organizations/[0-9]+/sources/[0-9]+' ;;
    --set) matches "$1" "$2" '[A-Z][A-Z0-9_]*=[^;]*' && setting "${2%%=*}" "${2#*=}" ;;
    --notify) matches "$1" "$2" "[a-z0-9_-]{1,63}=projects/$project_form/(subscriptions|topics)/[A-Za-z][A-Za-z0-9._~+%-]{2,254}" ;;
    --dataset) matches "$1" "$2" '[A-Za-z0-9_]{1,1024}' ;;
    --location) matches "$1" "$2" '[A-Za-z0-9-]+' ;;
    --channel) matches "$1" "$2" 'projects/[^/,]+/notificationChannels/[0-9]+' ;;
    --kms-key) matches "$1" "$2" "projects/$project_form/locations/[a-z0-9-]+/keyRings/[A-Za-z0-9_-]+/cryptoKeys/[A-Za-z0-9_-]+" ;;
    --persistence-regions) matches "$1" "$2" "$place(,$place)*" ;;
    --message-retention) matches "$1" "$2" '[1-9]|[12][0-9]|3[01]' ;;
    --retention) matches "$1" "$2" '[1-9][0-9]{0,4}' ;;
  esac
  case $1 in
    --project) project=$2 ;;
    --region) region=$2 ;;
    --organization) organization=$2 ;;
    --folder) folder=$2 ;;
    --audit-project) audit_projects="$audit_projects $2" ;;
    --host-project) host_projects="$host_projects $2" ;;
    --role) role=$2 ;;
    --clusters-role) clusters_role=$2 ;;
    --reader-in) add_reader "$2" ;;
    --sweep-schedule) sweep_schedule=$2 ;;
    --coverage-schedule) coverage_schedule=$2 ;;
    --scc-source) scc_source=$2 ;;
    --set) settings="$settings;$2" ;;
    --policies) policies=$2 ;;
    --add-policies) added_policies=$2 ;;
    --bindings) bindings_dir=$2 ;;
    --notify) add_team "$2" ;;
    --image) image=$2 ;;
    --build-image)
      matches "$1" "$2" '[a-z]([a-z0-9-]*[a-z0-9])?'
      image_repository=$2
      ;;
    --environment) environment=$2 ;;
    --timeout) timeout=$2 ;;
    --limit) limit=$2 ;;
    --dataset) dataset=$2 ;;
    --location) location=$2 ;;
    --channel) channels=${channels:+$channels,}$2 ;;
    --release) release=$2 ;;
    --kms-key) kms_key=$2 ;;
    --persistence-regions) persistence_regions=$2 ;;
    --message-retention) message_retention=$2 ;;
    --retention) retention=$2 ;;
  esac
}

# A reader is named after its network and region: of two there, each run would make the other anew.
add_reader() {
  local place=${1%%=*}
  place=${place%/*}
  case $place in */*/*) place=${place#*/} ;; esac
  case " $reader_places " in
    *" $place "*) wrong "--reader-in $1: there is one in $place already; name the projects of both in one, =P,Q" ;;
  esac
  reader_places="$reader_places $place"
  readers="$readers $1"
}

# A team's subscription is made once. Where a topic is named, the subscription gets its name: Pub/Sub forwards nothing.
add_team() {
  local spec=${1/\/topics\//\/subscriptions\/} each
  [ "$spec" = "$1" ] ||
    say "note: --notify $1: Pub/Sub does not forward from topic to topic; the team reads the subscription ${spec#*=}"
  for each in $teams; do
    [ "${each#*=}" != "${spec#*=}" ] || wrong "--notify $1: the subscription ${spec#*=} is named twice"
  done
  teams="$teams $spec"
}

check_place() {
  [ -n "$project" ] || wrong "--project is missing"
  [ -n "$region" ] || wrong "--region is missing"
}

# Checks what the options are together, and derives the scopes: words of the form kind:id.
check_options() {
  check_place
  scopes="${organization:+organization:$organization} ${folder:+folder:$folder}"
  local each
  for each in $audit_projects; do scopes="$scopes project:$each"; done
  case "${organization:+o}${folder:+f}${audit_projects:+p}" in
    o | f | p) ;;
    '') wrong "what is audited is missing: --organization, --folder or --audit-project" ;;
    *) wrong "--organization, --folder and --audit-project exclude each other" ;;
  esac
  # Security Command Center's source, as a scope of the form source:S@O.
  scc_scope=${scc_source:+source:${scc_source##*/}@$(cut -d / -f 2 <<<"$scc_source")}
  runtime_account=$name@$project.iam.gserviceaccount.com
  # Whoever says which role is granted says so for both accounts, or has one account.
  clusters_account=$name-clusters@$project.iam.gserviceaccount.com
  [ -z "$role" ] || [ -n "$clusters_role" ] || clusters_account=''
  [ -z "$clusters_role" ] || [ -n "$role" ] || wrong "--clusters-role needs --role"
  trigger_account=$name-trigger@$project.iam.gserviceaccount.com
  build_account=$name-build@$project.iam.gserviceaccount.com
}

commas() { printf '%s' "$1" | tr -s ' ' , | sed 's/^,//'; }

# policy_command SCOPE VERB: makes $policy_command the beginning of the command that reads or changes the IAM policy of a scope or
# of a source.
policy_command() {
  case $1 in
    organization:*) policy_command=(gcloud organizations "$2" "${1#*:}") ;;
    folder:*) policy_command=(gcloud resource-manager folders "$2" "${1#*:}") ;;
    project:*) policy_command=(gcloud projects "$2" "${1#*:}") ;;
    source:*) policy_command=("$root/scripts/deploy.d/source-policy" "$2" "$scc_source" --project="$project") ;;
  esac
}

# take_back SCOPE ROLE MEMBER: a binding, if it is there.
take_back() {
  has "policy-$1" "$(binding "$2" "$3")" || return 0
  step delete "$2 for ${3#*:} on ${1%%:*} ${1#*:}"
  policy_command "$1" remove-iam-policy-binding
  run "${policy_command[@]}" --condition=None --member="$3" --role="$2"
}

# sink_flags SCOPE: where a sink for the scope lies.
sink_flags() { echo "--${1%%:*}=${1#*:}"; }

# role_home SCOPE: where its custom roles lie. A folder can't hold any: they are its organization's.
role_home() {
  case $1 in
    project:*) echo "project=${1#*:}" ;;
    *) echo "organization=$(cat "$work/organization")" ;;
  esac
}

# role_name HOME ID: a custom role's full name.
role_name() { echo "${1%%=*}s/${1#*=}/roles/$2"; }

# permissions_for WHERE: those of the file that are granted there, sorted, with commas between them.
permissions_for() {
  awk -F '\t' -v where="$1" '!/^#/ && index("," $2 ",", "," where ",") { print $1 }' "$root/scripts/deploy.d/permissions" |
    LC_ALL=C sort | paste -sd, -
}

# look_at_policy SCOPE
look_at_policy() {
  policy_command "$1" get-iam-policy
  start_read "policy-$1" "${policy_command[@]}" --flatten='bindings[].members' --format="$bindings"
}

hosts_as_scopes() {
  local host
  for host in $host_projects; do echo "project:$host"; done
}

read_role() {
  start_optional_read "role-$1-$2" gcloud iam roles describe "$2" "--$1" --format='value[separator="|"](deleted,includedPermissions)'
}

# A folder's custom roles are its organization's: asked for before the rest.
find_organization() {
  printf '%s' "$organization" >"$work/organization"
  if [ -n "$folder" ] && [ -z "$role" ]; then
    start_read ancestors gcloud projects get-ancestors "$project" --format='value(type,id)'
    await_reads
    seen ancestors | sed -n 's/^organization[[:space:]]*//p' | tr -d '\n' >"$work/organization"
    [ -s "$work/organization" ] ||
      die "project $project is not in an organization, where custom roles for a folder are created: name an existing role with --role"
  fi
}
