# shellcheck shell=bash disable=SC2154
# The subscriptions of teams to the findings of their environments. Sourced by deploy and teardown.

# team SPEC: splits TEAM=projects/P/subscriptions/S into $team_name, $team_project and $team_subscription.
team() {
  team_name=${1%%=*}
  team_project=$(cut -d / -f 2 <<<"${1#*=}")
  team_subscription=${1##*/}
}

# The findings that a team's subscription delivers.
team_filter() { printf 'attributes.team = "%s"' "$team_name"; }

look_at_teams() {
  local spec
  for spec in $teams; do
    team "$spec"
    start_optional_read "team-$team_project-$team_subscription" gcloud pubsub subscriptions describe "$team_subscription" \
      --project="$team_project" --format='value[separator="|"](topic,filter,labels.app)'
  done
}

# Pub/Sub can't change what a subscription is to, nor its filter.
check_teams() {
  local spec line
  for spec in $teams; do
    team "$spec"
    line=$(seen "team-$team_project-$team_subscription")
    case $line in
      '' | "projects/$project/topics/$findings|$(team_filter)|"*) ;;
      *)
        die "--notify $spec: the subscription exists with another topic or filter (${line%|*}), and Pub/Sub can't change \
them: delete it first, or name another one"
        ;;
    esac
  done
}

make_teams() {
  local spec
  for spec in $teams; do
    team "$spec"
    if [ -n "$(seen "team-$team_project-$team_subscription")" ]; then
      step exists "subscription $team_subscription of $team_project"
      continue
    fi
    step create "subscription $team_subscription of $team_project" "findings of team $team_name"
    run gcloud pubsub subscriptions create "$team_subscription" --project="$team_project" \
      --topic="projects/$project/topics/$findings" --message-filter="$(team_filter)" --labels=app="$name" \
      --expiration-period=never --message-retention-duration="$week"
  done
}

# Those in the function's own project go with the topic.
delete_teams() {
  local spec what
  for spec in $teams; do
    team "$spec"
    [ "$team_project" != "$project" ] || continue
    case $(seen "team-$team_project-$team_subscription") in
      "projects/$project/topics/$findings|"*"|$name" | "_deleted-topic_|"*"|$name") ;;
      *) continue ;;
    esac
    what="subscription $team_subscription of $team_project"
    if ! confirmed "Delete the $what with its messages?"; then
      step keep "$what"
      continue
    fi
    step delete "$what"
    run gcloud pubsub subscriptions delete "$team_subscription" --project="$team_project"
  done
}
