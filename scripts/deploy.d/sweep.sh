# shellcheck shell=bash disable=SC2154
# The sweep: a job that asks the function to look at every environment there is, for those whose log entry was lost and
# for what has changed without one; and coverage, a second job that asks whether all of them have been judged. Sourced by deploy.

sweep_job=$name-sweep
coverage_job=$name-coverage
sweep_request='{"kind": "sweep"}'
coverage_request='{"kind": "coverage"}'

# Coverage compares a sweep's inventory with what has been judged since the sweep before: an hour after each, if not said.
choose_coverage() {
  local minute hour days
  case ${sweep_schedule:+sweep}:$coverage_schedule in
    *:none) coverage_schedule='' ;;
    :?*) wrong "--coverage-schedule needs --sweep-schedule: whether all are judged is told from the sweep's inventory" ;;
    sweep:)
      read -r minute hour days <<<"$sweep_schedule"
      case $hour:$days in
        [0-9]:* | [01][0-9]:* | 2[0-2]:*) coverage_schedule="$minute $((10#$hour + 1)) $days" ;;
        23:'* * *') coverage_schedule="$minute 0 $days" ;;
        *) wrong "--coverage-schedule is missing: what an hour after '$sweep_schedule' is can't be told; 'none' is none" ;;
      esac
      ;;
  esac
}

look_at_sweep() {
  local scope
  look_at_trigger "$control" "$region"
  look_at_job "$sweep_job"
  look_at_job "$coverage_job"
  [ -n "$sweep_schedule" ] && [ -z "$role" ] || return 0
  for scope in $scopes; do read_role "$(role_home "$scope")" "$sweep_role"; done
}

look_at_job() {
  start_optional_read "job-$1" gcloud scheduler jobs describe "$1" --project="$project" --location="$region" \
    --format='value[separator="|"](schedule,timeZone,state,pubsubTarget.topicName,pubsubTarget.data)'
}

# A sweep asks for audits by messages of its own, on the topic from which each environment's events come.
admit_sweep() {
  local spec
  admit_to "$events"
  for spec in $readers; do
    reader "$spec"
    admit_to "$reader_topic"
  done
}

admit_to() {
  if [ -n "$sweep_schedule" ]; then
    may_publish "$1" "$runtime_account"
  elif has "policy-topic-$1" "$(binding roles/pubsub.publisher "serviceAccount:$runtime_account")"; then
    step delete "roles/pubsub.publisher for $runtime_account on topic $1"
    run gcloud pubsub topics remove-iam-policy-binding "$1" --project="$project" \
      --member="serviceAccount:$runtime_account" --role=roles/pubsub.publisher
  fi
}

# The jobs publish to a topic of their own: the trigger is there before they do. The scheduler's own agent publishes to it, and the
# function, when a sweep goes on at its next page; nobody else.
make_jobs() {
  admit_to "$control"
  if [ -n "$sweep_schedule" ]; then
    trigger "$control" "$region" "$name" "$control"
    delivery "$control"
  fi
  job "$sweep_job" "$sweep_schedule" "$sweep_request"
  job "$coverage_job" "$coverage_schedule" "$coverage_request"
}

# job ID SCHEDULE REQUEST: one that was asked for once and is not any more would send what the function then refuses.
job() {
  local data wanted
  data=$(printf '%s' "$3" | base64)
  wanted="$2|Etc/UTC|ENABLED|projects/$project/topics/$control|$data"
  case $(seen "job-$1"):$2 in
    "$wanted:$2") step exists "job $1" ;;
    :) ;;
    :*)
      step create "job $1" "$2, UTC"
      schedule create "$@"
      ;;
    *:)
      step delete "job $1" "its option is no longer given"
      run gcloud scheduler jobs delete "$1" --project="$project" --location="$region"
      ;;
    *)
      step change "job $1" "$2, UTC"
      schedule update "$@"
      ;;
  esac
}

# schedule VERB ID SCHEDULE REQUEST
schedule() {
  run gcloud scheduler jobs "$1" pubsub "$2" --project="$project" --location="$region" \
    --schedule="$3" --time-zone=Etc/UTC --topic="projects/$project/topics/$control" --message-body="$4"
}

# sweep_settings: how the function is told, with semicolons before each.
sweep_settings() {
  local scope all='' topics='' spec each
  [ -n "$sweep_schedule" ] || return 0
  for scope in $scopes; do all="$all ${scope%%:*}s/${scope#*:}"; done
  printf ';EVENTS_TOPIC=projects/%s/topics/%s;SWEEP_SCOPE=%s' "$project" "$events" "$(commas "$all")"
  printf ';CONTROL_TOPIC=projects/%s/topics/%s' "$project" "$control"
  for spec in $readers; do
    reader "$spec"
    for each in $(projects_of_reader); do
      topics="$topics $each@$reader_region=projects/$project/topics/$reader_topic"
    done
  done
  [ -z "$topics" ] || printf ';READER_TOPICS=%s' "$(commas "$topics")"
}
