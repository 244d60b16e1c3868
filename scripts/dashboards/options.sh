# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154  # each script uses some of what is set here
# What may be said to dashboards/deploy and dashboards/teardown, the names of what is made, and how it is found. Sourced.

project='' region='' dataset=composer_audit location='' audited='' channels='' yes='' mode=apply

name=composer-audit
events=$name-events
findings=$name-findings
subscription=$findings-to-bigquery
job=$name-synthetic
here=$root/scripts/dashboards

wrong() { die "$1; $0 --help says what can be said"; }

# matches NAME TEXT PATTERN: a value that is not of its form is refused before anything is done.
matches() {
  [[ $2 =~ ^($3)$ ]] || wrong "$1: not of the form $3: $2"
}

# parse_options WORD...: reads the command line; $takes are the options that the script has.
parse_options() {
  local option project_form='([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]'
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
    case " $takes " in *" $option "*) ;; *) wrong "there is no option $option" ;; esac
    case $option in
      --dry-run) mode=dry-run ;;
      --plan) mode=plan ;;
      --yes) yes=1 ;;
      *)
        [ -n "${1:-}" ] || wrong "$option needs a value"
        case $option in
          --project) matches "$option" "$1" "$project_form" && project=$1 ;;
          --region) matches "$option" "$1" '[a-z]+-[a-z]+[0-9]+' && region=$1 ;;
          --dataset) matches "$option" "$1" '[A-Za-z0-9_]{1,1024}' && dataset=$1 ;;
          --location) matches "$option" "$1" '[A-Za-z0-9-]+' && location=$1 ;;
          --audit-project) matches "$option" "$1" "$project_form" && audited=$1 ;;
          --channel)
            matches "$option" "$1" 'projects/[^/,]+/notificationChannels/[0-9]+'
            channels=${channels:+$channels,}$1
            ;;
        esac
        shift
        ;;
    esac
  done
  [ -n "$project" ] || wrong "--project is missing"
  [ -n "$region" ] || wrong "--region is missing"
}

require_bq() {
  command -v bq >/dev/null || die "bq is not installed: it comes with the Cloud SDK, gcloud components install bq"
}

# bq, quietly and without asking who one is.
bigquery() { bq --quiet --headless --project_id="$project" "$@"; }

# The dataset as JSON, in one line. What goes wrong bq says on standard output, where no result is expected.
describe_dataset() {
  local said
  if said=$(bigquery --format=json show --dataset "$project:$dataset" 2>&1); then
    printf '%s\n' "$said" | grep '^{'
  else
    printf '%s\n' "$said" | sed 's/Not found/NOT_FOUND/' >&2
    return 1
  fi
}

# What both scripts look at. Alerts and the dashboard are known by their labels: their names are Google's to give.
look_at_dashboards() {
  look_for dataset describe_dataset
  look_for subscription gcloud pubsub subscriptions describe "$subscription" --project="$project" \
    --format='value(bigqueryConfig.table,deadLetterPolicy.deadLetterTopic.basename())'
  look metrics gcloud logging metrics list --project="$project" --filter='name~^composer_audit/' \
    --format='value[separator="|"](name,description)'
  look alerts gcloud alpha monitoring policies list --project="$project" --filter='userLabels.app=composer-audit' \
    --format='value[separator="|"](displayName,name,notificationChannels.list(),userLabels.content)'
  look dashboards gcloud monitoring dashboards list --project="$project" --filter='labels.list():composer-audit' \
    --format='value[separator="|"](name,etag,labels.list())'
  look_for job gcloud scheduler jobs describe "$job" --project="$project" --location="$region" \
    --format='value[separator="|"](schedule,pubsubTarget.topicName,pubsubTarget.data)'
}
