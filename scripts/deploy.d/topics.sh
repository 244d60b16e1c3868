# shellcheck shell=bash disable=SC2154
# The topics, what keeps their messages, and the log sinks that fill the events topics. Sourced by deploy.

# How long a topic or subscription keeps its messages: events can be replayed for a week, findings and dead letters for
# as long as Pub/Sub keeps anything.
week=604800s
month=2678400s
kept=$month

look_at_topics() {
  local topic
  kept=$((message_retention * 86400))s
  start_read topics gcloud pubsub topics list --project="$project" \
    --format='value(name.basename(),messageRetentionDuration,kmsKeyName,messageStoragePolicy.allowedPersistenceRegions.list())'
  start_read subscriptions gcloud pubsub subscriptions list --project="$project" \
    --format='value(name.basename(),topic.basename(),messageRetentionDuration,ackDeadlineSeconds,deadLetterPolicy.deadLetterTopic.basename(),deadLetterPolicy.maxDeliveryAttempts,retryPolicy.minimumBackoff,retryPolicy.maximumBackoff)'
  for topic in "$findings" "$events-dead" "$findings-dead" "$control"; do look_at_topic "$topic"; done
}

look_at_topic() {
  start_optional_read "policy-topic-$1" gcloud pubsub topics get-iam-policy "$1" --project="$project" \
    --flatten='bindings[].members' --format="$bindings"
}

# topic ID [RETENTION]: one that keeps its messages that long; without it, not at all once they are acknowledged. A key can't be
# changed: check_keys has refused another one before anything was changed.
topic() {
  local line now regions
  line=$(seen topics | grep "^$1	" || true)
  now=$(cut -f 2 <<<"$line")
  regions=$(cut -f 4 <<<"$line")
  if [ -z "$line" ]; then
    step create "topic $1" ${2:+"keeps messages for $(days "$2")"}
    run gcloud pubsub topics create "$1" --project="$project" --labels=app="$name" ${2:+--message-retention-duration="$2"} \
      ${kms_key:+--topic-encryption-key="$kms_key"} \
      ${persistence_regions:+--message-storage-policy-allowed-regions="$persistence_regions"}
  elif [ "$now" != "${2:-}" ]; then
    step change "topic $1" "keeps messages for $(days "${2:-0s}"), not $(days "$now")"
    run gcloud pubsub topics update "$1" --project="$project" ${2:+--message-retention-duration="$2"}
  elif [ -n "$persistence_regions" ] && [ "$(in_order "$regions")" != "$(in_order "$persistence_regions")" ]; then
    step change "topic $1" "keeps messages in $persistence_regions"
    run gcloud pubsub topics update "$1" --project="$project" \
      --message-storage-policy-allowed-regions="$persistence_regions"
  else
    step exists "topic $1"
  fi
}

# in_order LIST: the words of a list with commas or semicolons, sorted.
in_order() { tr ',;' '\n' <<<"$1" | LC_ALL=C sort | paste -sd, -; }

# A topic's key is chosen when it is made.
check_keys() {
  local id key
  [ -n "$kms_key" ] || return 0
  while IFS=$'\t' read -r id _ key _; do
    case $id in
      "$events" | "$events"-* | "$findings" | "$findings"-*)
        # With empty columns in between, read joins them: what is no key is no key.
        [ "$key" = "$kms_key" ] ||
          die "--kms-key: the topic $id exists with ${key:-no key}, and Pub/Sub can't change that: delete it first"
        ;;
    esac
  done < <(seen topics | awk -F '\t' -v OFS='\t' '{ print $1, ($2 == "" ? "-" : $2), ($3 == "" ? "none" : $3) }')
}

# keeper TOPIC: a subscription of the same name, for a person to pull from: without one dead letters would be gone.
keeper() {
  local line
  line=$(seen subscriptions | grep "^$1	$1	" || true)
  if [ -z "$line" ]; then
    step create "subscription $1" "keeps messages for $(days "$kept")"
    run gcloud pubsub subscriptions create "$1" --project="$project" --topic="$1" --labels=app="$name" \
      --expiration-period=never --message-retention-duration="$kept" --ack-deadline=60
  elif [ "$(cut -f 3 <<<"$line")" != "$kept" ]; then
    step change "subscription $1" "keeps messages for $(days "$kept")"
    run gcloud pubsub subscriptions update "$1" --project="$project" --message-retention-duration="$kept"
  else
    step exists "subscription $1"
  fi
}

may_publish() {
  grant "policy-topic-$1" "topic $1" roles/pubsub.publisher "serviceAccount:$2" \
    gcloud pubsub topics add-iam-policy-binding "$1" --project="$project"
}

make_topics() {
  topic "$findings" "$kept"
  topic "$events-dead"
  keeper "$events-dead"
  topic "$findings-dead"
  keeper "$findings-dead"
  [ -z "$sweep_schedule" ] || topic "$control"
  may_publish "$findings" "$runtime_account"
  may_publish "$events-dead" "$runtime_account"
  admit_pubsub
}

# Pub/Sub itself publishes dead letters, and calls the function as the trigger. Its agent comes into being with the first use of the API, or when asked for.
admit_pubsub() {
  agent=service-$(seen number)@gcp-sa-pubsub.iam.gserviceaccount.com
  local dead
  if ! has "policy-topic-$events-dead" "$(binding roles/pubsub.publisher "serviceAccount:$agent")"; then
    step create "Pub/Sub's service agent"
    run gcloud beta services identity create --service=pubsub.googleapis.com --project="$project"
  fi
  for dead in "$events-dead" "$findings-dead"; do may_publish "$dead" "$agent"; done
  # Where the agent dates from before April 2021, it may not make the tokens yet with which it calls the function.
  grant policy-trigger "service account $name-trigger" roles/iam.serviceAccountTokenCreator "serviceAccount:$agent" \
    gcloud iam service-accounts add-iam-policy-binding "$trigger_account" --project="$project"
}

days() {
  local seconds=${1%s}
  echo "$((${seconds:-0} / 86400)) days"
}

# look_at_sources NAME TOPIC: the sinks and topics that bring a service of that name its events, and those of clusters' changes.
look_at_sources() {
  look_at_sinks "$1" "$2"
  look_at_sinks "$1-changes" "$2-changes"
}

look_at_sinks() {
  local scope
  look_at_topic "$2"
  for scope in $scopes; do
    start_optional_read "sink-$1-$scope" gcloud logging sinks describe "$1" "$(sink_flags "$scope")" \
      --format='value[separator="|"](writerIdentity,destination,includeChildren,filter)'
  done
}

# event_topics TOPIC: that of environments, and that of clusters' changes, which must not delay the former.
event_topics() {
  topic "$1" "$week"
  topic "$1-changes" "$week"
}

# filter KIND WHICH: of environments, or of clusters' changes, all or some.
filter() { printf '%s%s' "$(cat "$root/scripts/deploy.d/sink-filter$1")" "$2"; }

# connect NAME REGION TOPIC WHICH: brings a service its events, but for the sink of environments. A topic's subscription is there
# before its sink. The sink of environments took clusters' changes too once: it is narrowed at last, when what may be new has come
# into force everywhere, so that no entry is lost and some may come twice.
connect() {
  invoker "$1" "$2"
  delivery "$3"
  trigger "$1-changes" "$2" "$1" "$3-changes"
  delivery "$3-changes"
  sinks "$1-changes" "$3-changes" "$(filter -changes "$4")" new
}

# narrow NAME TOPIC WHICH: the sinks that were there, and the one of environments.
narrow() {
  sinks "$1-changes" "$2-changes" "$(filter -changes "$3")" old
  sinks "$1" "$2" "$(filter '' "$3")"
}

# sinks NAME TOPIC FILTER [new|old]: one for each scope, each allowed to publish; only those that are not there yet, or only others.
sinks() {
  local scope state
  for scope in $scopes; do
    state=old
    [ -n "$(seen "sink-$1-$scope")" ] || state=new
    [ "${4:-$state}" != "$state" ] || sink "$scope" "$1" "$2" "$3"
  done
}

sink() {
  local scope=$1 id=$2 topic=$3 filter=$4 place destination children='' seen_sink writer what
  local description="Composer Audit: environments that are created, changed or deleted"
  case $id in *-changes) description="Composer Audit: egress policies of clusters that are changed" ;; esac
  place=$(sink_flags "$scope")
  destination=pubsub.googleapis.com/projects/$project/topics/$topic
  what="sink $id of ${scope%%:*} ${scope#*:}"
  case $scope in project:*) ;; *) children=True ;; esac
  seen_sink=$(seen "sink-$id-$scope")
  writer=${seen_sink%%|*}
  case $seen_sink in
    "$writer|$destination|$children|$filter") step exists "$what" ;;
    '')
      step create "$what"
      run gcloud logging sinks create "$id" "$destination" "$place" ${children:+--include-children} \
        --log-filter="$filter" --description="$description" \
        --format='value(writerIdentity)'
      writer=$(head -n 1 "$work/run.out" 2>/dev/null || true)
      ;;
    *)
      step change "$what" "its destination, scope or filter"
      run gcloud logging sinks update "$id" "$destination" "$place" ${children:+--include-children} --log-filter="$filter"
      ;;
  esac
  [ "$mode" = apply ] || writer=${writer:-serviceAccount:WRITER_OF_$id}
  [ -n "$writer" ] || fail "the sink $id has no writer identity"
  printf '%s\n' "$writer" >>"$work/writers"
  # A sink that may not write loses entries silently.
  may_publish "$topic" "${writer#serviceAccount:}"
}
