# shellcheck shell=bash disable=SC2154
# The function, its trigger, and what becomes of events that it can't deal with. Sourced by deploy.

entry=dev.composeraudit.AuditFunction

# Between two attempts Pub/Sub waits 10 s, then twice as long each time up to 10 minutes: 50 attempts are 7 hours.
attempts=50

# build: makes $built, the folder that is deployed: built here and now from the checkout, or a release that was built elsewhere.
# A jar that lies there is never taken because it is newer than something.
build() {
  built=$root/function/auditor/target/function
  if [ -n "$release" ]; then
    built=$release
    [ ! -f "$release" ] || unpack_release
    [ -f "$built/function.jar" ] || wrong "--release: $release has no function.jar"
    [ -d "$built/lib" ] || wrong "--release: $release has no lib/, as composer-audit-function-VERSION.zip of a release has"
    built=$(cd "$built" && pwd)
    return
  fi
  if [ -d "$root/jars" ]; then
    collect_function
    return
  fi
  command -v mvn >/dev/null || die "mvn is not installed: Apache Maven 3.8.7 or newer is needed, or --release FILE"
  say "building ..."
  (cd "$root" && maven -pl function/auditor -am clean package)
}

# unpack_release: makes $built of the zip that --release names.
unpack_release() {
  built=$(own_folder)/function
  mkdir -p "$built"
  if command -v unzip >/dev/null; then
    unzip -q "$release" -d "$built" >&2 || wrong "--release: $release is not a zip that can be read"
  elif command -v python3 >/dev/null; then
    python3 -m zipfile -e "$release" "$built" >&2 || wrong "--release: $release is not a zip that can be read"
  else
    die "unzip is not installed: unpack $release, and name the folder by --release"
  fi
}

# collect_function: makes $built where this is a release itself: its jars are in one folder with those of other programs.
collect_function() {
  built=$(own_folder)/function
  mkdir -p "$built/lib"
  local file
  while read -r file; do cp "$root/jars/$file" "$built/$file"; done <"$root/jars/function.files"
}

# check_folders: what the folders of policies and bindings are together with other options.
check_folders() {
  local folder
  for folder in "$policies" "$added_policies" "$bindings_dir"; do
    [ -z "$folder" ] || [ -d "$folder" ] || wrong "there is no folder $folder"
  done
  [ -z "$policies" ] || [ -z "$added_policies" ] ||
    wrong "--policies and --add-policies exclude each other: the first replaces the policies, the second adds to them"
  [ -z "$policies$added_policies" ] || [ -z "$image" ] ||
    wrong "${policies:+--policies}${added_policies:+--add-policies} and an image exclude each other: build the policies into the image"
  case ";$settings" in
    *";BINDINGS="* | *";BINDINGS_GZIP="*) [ -z "$bindings_dir" ] || wrong "--bindings and --set BINDINGS exclude each other" ;;
  esac
}

# own_folder: where this run puts what it deploys. Another run from the same checkout may deploy other policies at the same
# time. The commands that a dry run prints name the folder, so that it stays then.
own_folder() { if [ "$mode" = dry-run ]; then mktemp -d; else echo "$work"; fi; }

# stage: puts what is deployed into one folder, $staged, the organization's own policies beside the jar.
stage() {
  staged=${built:-$root/function/auditor/target/function}
  if [ -n "$policies$added_policies" ]; then
    local into
    into=$(own_folder)
    cp -R "$staged" "$into/deploy"
    staged=$into/deploy
    cp -R "${policies:-$root/policies}" "$staged/policies"
    [ -z "$added_policies" ] || cp -R "$added_policies" "$staged/policies/added"
  fi
}

# lint_folders: what would stop the function at its start is shown here, with its place.
lint_folders() {
  local folder=$policies
  [ -z "$added_policies" ] || folder=$staged/policies
  [ -z "$folder" ] || "$root/scripts/composer-audit" lint "$folder" >&2 ||
    die "${policies:+--policies}${added_policies:+--add-policies}: they can't be loaded, see above"
  [ -z "$bindings_dir" ] ||
    "$root/scripts/composer-audit" lint ${folder:+"$folder"} --bindings "$bindings_dir" >&2 ||
    die "--bindings: they can't be loaded, see above"
}

# pack_bindings: makes $packed_bindings of the YAML files in the folder itself, as a setting holds them: a change of them is a
# new revision and no other code. Always the same for the same files.
pack_bindings() {
  local file
  packed_bindings=''
  [ -n "$bindings_dir" ] || return 0
  packed_bindings=$(
    for file in "$bindings_dir"/*.yaml "$bindings_dir"/*.yml; do
      case ${file##*/} in tests.yaml | tests.yml) continue ;; esac
      [ ! -f "$file" ] || { printf -- '---\n' && cat "$file" && echo; }
    done | gzip -9 -n | base64 | tr -d '\n'
  )
  [ "${#packed_bindings}" -le 32000 ] ||
    die "--bindings: compressed, they have ${#packed_bindings} characters, and a setting may have 32,000: put them into the folder of --policies"
}

# name_image: makes $image of the repository that --build-image names. Its tag is a hash of what it is made of, so that the same
# sources are built once, and a run that does not build knows the name too.
name_image() {
  local content
  [ -z "$image" ] || wrong "--image and --build-image exclude each other"
  [ ! -d "$root/jars" ] || wrong "--build-image: a release has no sources to build an image of; run it from a checkout"
  # shellcheck disable=SC2046  # no name in the checkout has a space
  content=$(cd "$root" && hash_of $(find pom.xml function policies scripts/Dockerfile scripts/cloudbuild.yaml -type f \
    ! -path '*/target/*' ! -path '*/src/test/*' ! -name '*.md' | LC_ALL=C sort) | hash_of - | cut -c 1-12)
  image=$region-docker.pkg.dev/$project/$image_repository/$name:content-$content
}

look_at_image() {
  start_optional_read image-repository gcloud artifacts repositories describe "$image_repository" --project="$project" \
    --location="$region" --format='value(name)'
  start_optional_read image-tag gcloud artifacts tags list --package="$name" --repository="$image_repository" \
    --project="$project" --location="$region" --filter="name~/${image##*:}\$" --format='value(name)'
}

# make_image: by Cloud Build, with the account that also builds functions.
make_image() {
  if ! is_there image-repository; then
    step create "Artifact Registry repository $image_repository"
    run gcloud artifacts repositories create "$image_repository" --project="$project" --location="$region" \
      --repository-format=docker --labels=app="$name" ${kms_key:+--kms-key="$kms_key"} --format=none
  fi
  if [ -n "$(seen image-tag)" ]; then
    step exists "image $image"
    return
  fi
  step create "image $image" "Cloud Build builds it; this takes some minutes"
  run gcloud builds submit "$root" --project="$project" --region="$region" --config="$root/scripts/cloudbuild.yaml" \
    --substitutions=_IMAGE="$image" --service-account="projects/$project/serviceAccounts/$build_account" \
    --suppress-logs --format=none
}

# digest WORD...: of what is deployed, with what; a label says which one runs.
digest() {
  {
    printf '%s\n' "$@"
    [ -n "$image" ] || (cd "$staged" && find . -type f | LC_ALL=C sort | while read -r file; do hash_of - <"$file" && echo "$file"; done)
  } | hash_of - | cut -c 1-40
}

# settings_for NETWORK REGION: NAME=VALUE, with semicolons between them.
settings_for() {
  local all="FINDINGS_TOPIC=projects/$project/topics/$findings;DEAD_LETTER_TOPIC=projects/$project/topics/$events-dead"
  all="$all;JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:MaxRAMPercentage=70"
  [ -z "$audit_projects" ] || all="$all;AUDITED_PROJECTS=$(commas "$audit_projects")"
  [ -z "$host_projects" ] || all="$all;HOST_PROJECTS=$(commas "$host_projects")"
  [ -z "$clusters_account" ] || all="$all;CLUSTERS_ACCOUNT=$clusters_account"
  [ -z "$composer1" ] || all="$all;WITH_COMPOSER_1=true"
  [ -z "$scc_source" ] || all="$all;SCC_SOURCE=$scc_source"
  [ -z "$policies$added_policies" ] || all="$all;POLICIES=/workspace/policies"
  [ -z "$packed_bindings" ] || all="$all;BINDINGS_GZIP=$packed_bindings"
  [ -z "$1" ] || all="$all;READER_VPCS=$1@$2"
  [ -n "$1" ] || all="$all$(sweep_settings)"
  printf '%s' "$all$settings"
}

limits=$(sed 's/^/--/' "$root/scripts/deploy.d/limits" | paste -sd ' ' -)

look_at_function() {
  start_optional_read "function-$1" gcloud functions describe "$1" --gen2 --project="$project" --region="$2" \
    --format='value(labels.digest,state,eventTrigger.retryPolicy,serviceConfig.ingressSettings,serviceConfig.serviceAccountEmail)'
  look_at_trigger "$1-changes" "$2"
  look_at_invokers "$1" "$2"
}

look_at_trigger() {
  start_optional_read "trigger-$1" gcloud eventarc triggers describe "$1" --project="$project" --location="$2" --format='value(name)'
}

look_at_service() {
  start_optional_read "service-$1" gcloud run services describe "$1" --project="$project" --region="$2" \
    --format='value(metadata.labels.digest,metadata.annotations["run.googleapis.com/ingress"],spec.template.spec.serviceAccountName)'
  look_at_trigger "$1" "$2"
  look_at_trigger "$1-changes" "$2"
  look_at_invokers "$1" "$2"
}

look_at_invokers() {
  start_optional_read "policy-service-$1" gcloud run services get-iam-policy "$1" --project="$project" --region="$2" \
    --flatten='bindings[].members' --format="$bindings"
}

# Whether it is there with its trigger, so that it can take what more comes to it before it is changed itself.
runs_function() { seen "function-$1" | grep -q '	ACTIVE	'; }

runs_service() { is_there "service-$1" && [ -n "$(seen "trigger-$1")" ]; }

# cloud_function NAME REGION TOPIC: built by Cloud Functions' builder from the folder.
cloud_function() {
  local id=$1 place=$2 topic=$3 set now
  set=$(settings_for '' '')
  now=$(digest functions "$set" "$limits" "$topic")
  case $(seen "function-$id") in
    "$now	ACTIVE	RETRY_POLICY_RETRY	ALLOW_INTERNAL_ONLY	$runtime_account")
      step exists "function $id"
      return
      ;;
    '') step create "function $id" "this takes some minutes" ;;
    *) step change "function $id" "its code, policies or settings; this takes some minutes" ;;
  esac
  # shellcheck disable=SC2086  # a list of words
  run gcloud functions deploy "$id" --gen2 --project="$project" --region="$place" --runtime=java21 --source="$staged" \
    --entry-point="$entry" --trigger-topic="$topic" --retry --run-service-account="$runtime_account" \
    --trigger-service-account="$trigger_account" \
    --build-service-account="projects/$project/serviceAccounts/$build_account" \
    --ingress-settings=internal-only --no-allow-unauthenticated $limits \
    --set-env-vars="^;^$set" --update-labels=app="$name",digest="$now" --format=none
}

# service NAME REGION TOPIC [NETWORK SUBNET]: a Cloud Run service, with a trigger of its own.
service() {
  local id=$1 place=$2 topic=$3 network=${4:-} subnet=${5:-} set now from vpc=''
  set=$(settings_for "$network" "$place")
  from=("--image=$image")
  [ -n "$image" ] || from=("--source=$staged" "--function=$entry" --base-image=java21
    "--build-service-account=projects/$project/serviceAccounts/$build_account")
  [ -z "$network" ] || vpc="--network=$network --subnet=$subnet --vpc-egress=private-ranges-only"
  now=$(digest run "$set" "$limits" "$image" "$vpc" ${kms_key:+"$kms_key"})
  case $(seen "service-$id") in
    "$now	internal	$runtime_account") step exists "service $id" ;;
    *)
      if is_there "service-$id"; then
        step change "service $id" "its image, policies or settings; this takes some minutes"
      else
        step create "service $id" "this takes some minutes"
      fi
      # shellcheck disable=SC2086  # lists of words
      run gcloud run deploy "$id" --project="$project" --region="$place" "${from[@]}" --service-account="$runtime_account" \
        --no-allow-unauthenticated --ingress=internal $limits $vpc ${kms_key:+--key="$kms_key"} --set-env-vars="^;^$set" \
        --labels=app="$name",digest="$now" --format=none
      ;;
  esac
  trigger "$id" "$place" "$id" "$topic"
}

# trigger ID REGION SERVICE TOPIC: calls the service with the topic's messages.
trigger() {
  if [ -n "$(seen "trigger-$1")" ]; then
    step exists "trigger $1"
  else
    step create "trigger $1"
    run gcloud eventarc triggers create "$1" --project="$project" --location="$2" --destination-run-service="$3" \
      --destination-run-region="$2" --event-filters=type=google.cloud.pubsub.topic.v1.messagePublished \
      --transport-topic="projects/$project/topics/$4" --service-account="$trigger_account" --labels=app="$name"
  fi
}

# invoker NAME REGION: who may call it, which can't be said when a function is deployed.
invoker() {
  grant "policy-service-$1" "service $1" roles/run.invoker "serviceAccount:$trigger_account" \
    gcloud run services add-iam-policy-binding "$1" --project="$project" --region="$2"
}

# delivery TOPIC: what Pub/Sub does with an event that was not acknowledged. A trigger can't say it: an event that fails for a day
# would be dropped without a trace.
delivery() {
  local topic=$1 line subscription
  line=$(eventarcs "$topic")
  if [ -z "$line" ] && [ "$mode" = apply ]; then
    look_at_topics
    await_reads
    line=$(eventarcs "$topic")
    [ -n "$line" ] || fail "Eventarc has no subscription to $topic: run this again in a minute"
  fi
  subscription=${line%%	*}
  if [ "${line#*	}" = "$topic	$week	600	$events-dead	$attempts	10s	600s" ]; then
    step exists "dead letters of $topic"
  else
    step change "subscription ${subscription:=EVENTARCS_SUBSCRIPTION_TO_$topic}" "dead letters after $attempts attempts"
    run gcloud pubsub subscriptions update "$subscription" --project="$project" --dead-letter-topic="$events-dead" \
      --max-delivery-attempts="$attempts" --min-retry-delay=10s --max-retry-delay=600s --ack-deadline=600 \
      --message-retention-duration="$week"
  fi
  : >"$work/policy-subscription-$topic.out"
  if [ -n "$line" ]; then
    start_read "policy-subscription-$topic" gcloud pubsub subscriptions get-iam-policy "$subscription" --project="$project" \
      --flatten='bindings[].members' --format="$bindings"
    await_reads
  fi
  grant "policy-subscription-$topic" "subscription $subscription" roles/pubsub.subscriber "serviceAccount:$agent" \
    gcloud pubsub subscriptions add-iam-policy-binding "$subscription" --project="$project"
}

# eventarcs TOPIC: what is known of Eventarc's own subscription to it.
eventarcs() { seen subscriptions | awk -F '\t' -v topic="$1" '$2 == topic && /^eventarc-/ && !n++'; }
