# shellcheck shell=bash disable=SC2154
# The sweep: a job that asks the function to look at every environment there is, for those whose log entry was lost and
# for what has changed without one. Sourced by deploy.

sweep_job=$name-sweep
request='{"kind": "sweep"}'

look_at_sweep() {
  local scope
  look_for sweep gcloud scheduler jobs describe "$sweep_job" --project="$project" --location="$region" \
    --format='value[separator="|"](schedule,timeZone,state,pubsubTarget.topicName,pubsubTarget.data)'
  [ -n "$sweep_schedule" ] && [ -z "$role" ] || return 0
  for scope in $scopes; do look_at_role "$(role_home "$scope")" "$sweep_role"; done
}

# A sweep asks by messages of its own, on the topic from which each environment's events come.
admit_sweep() {
  local spec
  [ -n "$sweep_schedule" ] || return 0
  may_publish "$events" "$runtime_account"
  for spec in $readers; do
    reader "$spec"
    may_publish "$reader_topic" "$runtime_account"
  done
}

# A job that was asked for once and is not any more would send what the function then refuses.
make_sweep() {
  local wanted data
  data=$(printf '%s' "$request" | base64)
  wanted="$sweep_schedule|Etc/UTC|ENABLED|projects/$project/topics/$events|$data"
  case $(seen sweep) in
    '')
      [ -n "$sweep_schedule" ] || return 0
      step create "job $sweep_job" "$sweep_schedule, UTC"
      sweep create
      ;;
    "$wanted") step exists "job $sweep_job" ;;
    *)
      if [ -n "$sweep_schedule" ]; then
        step change "job $sweep_job" "$sweep_schedule, UTC"
        sweep update
      else
        step delete "job $sweep_job" "--sweep-schedule was not said"
        run gcloud scheduler jobs delete "$sweep_job" --project="$project" --location="$region"
      fi
      ;;
  esac
}

sweep() {
  run gcloud scheduler jobs "$1" pubsub "$sweep_job" --project="$project" --location="$region" \
    --schedule="$sweep_schedule" --time-zone=Etc/UTC --topic="projects/$project/topics/$events" --message-body="$request"
}

# sweep_settings: how the function is told, with semicolons before each.
sweep_settings() {
  local scope all='' topics='' spec each
  [ -n "$sweep_schedule" ] || return 0
  for scope in $scopes; do all="$all ${scope%%:*}s/${scope#*:}"; done
  printf ';EVENTS_TOPIC=projects/%s/topics/%s;SWEEP_SCOPE=%s' "$project" "$events" "$(commas "$all")"
  for spec in $readers; do
    reader "$spec"
    for each in $(projects_of_reader); do
      topics="$topics $each@$reader_region=projects/$project/topics/$reader_topic"
    done
  done
  [ -z "$topics" ] || printf ';READER_TOPICS=%s' "$(commas "$topics")"
}
