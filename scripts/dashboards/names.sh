# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154  # each script uses some of what is set here
# The names of what dashboards/deploy makes, and how it is found. Sourced after deploy.d/options.sh.

dataset=composer_audit
subscription=$findings-to-bigquery
job=$name-synthetic
here=$root/scripts/dashboards

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
  start_optional_read dataset describe_dataset
  start_optional_read subscription gcloud pubsub subscriptions describe "$subscription" --project="$project" \
    --format='value(bigqueryConfig.table,deadLetterPolicy.deadLetterTopic.basename())'
  start_read metrics gcloud logging metrics list --project="$project" --filter='name~^composer_audit/' \
    --format='value[separator="|"](name,description)'
  start_read alerts gcloud alpha monitoring policies list --project="$project" --filter='userLabels.app=composer-audit' \
    --format='value[separator="|"](displayName,name,notificationChannels.list(),userLabels.content)'
  start_read dashboards gcloud monitoring dashboards list --project="$project" --filter='labels.list():composer-audit' \
    --format='value[separator="|"](name,etag,labels.list())'
  start_optional_read job gcloud scheduler jobs describe "$job" --project="$project" --location="$region" \
    --format='value[separator="|"](schedule,pubsubTarget.topicName,pubsubTarget.data)'
}
