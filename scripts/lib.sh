# shellcheck shell=bash disable=SC2154
# What several scripts share. Sourced, with $root set to the checkout.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 2
}

# hash_of FILE...: the SHA-256 of each, and its name; - is standard input.
hash_of() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# Java 17 or newer must be there before anything is started with it.
require_java() {
  command -v java >/dev/null || die "java is not installed: version 17 or newer is needed"
  local version
  version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
  [ "${version%%.*}" -ge 17 ] || die "java $version is too old: version 17 or newer is needed"
}

# jar NAME: where the jar of a program is, below $root: in jars/ of a release, or where Maven leaves it in a checkout.
jar() {
  if [ -d "$root/jars" ]; then
    echo "jars/$1.jar"
    return
  fi
  case $1 in
    composer-audit) echo function/cli/target/composer-audit/composer-audit.jar ;;
    function) echo function/auditor/target/function/function.jar ;;
    *) echo "function/$1/target/$1/$1.jar" ;;
  esac
}

# build_current FILE...: packages everything, gates and tests left out, unless all the files are there and nothing that
# they are made of has changed since. Every script that runs or deploys what is built calls it, so that what is checked
# is what is deployed. Tests and prose are in no jar.
build_current() {
  [ ! -d "$root/jars" ] || return 0
  local file sources=() changed
  for file in "$@"; do
    if [ ! -e "$root/$file" ]; then
      say "building (once; some minutes if Maven has to fetch everything) ..."
      package "$@"
      return
    fi
  done
  for file in "$root"/pom.xml "$root"/function/*/pom.xml "$root"/function/*/src/main "$root"/policies; do
    [ ! -e "$file" ] || sources+=("${file#"$root"/}")
  done
  for file in "$@"; do
    changed=$(cd "$root" && find "${sources[@]}" -newer "$file" ! -name tests.yaml ! -name '*.md')
    if [ -n "$changed" ]; then
      say "building what has changed ..."
      package "$@"
      return
    fi
  done
}

# maven ARGUMENT...: builds without gates, tests and escape sequences.
maven() {
  command -v mvn >/dev/null || die "mvn is not installed: Apache Maven 3.8.7 or newer is needed"
  # Some builds of Maven reset the colour even where there is none.
  mvn -q -B -Dstyle.color=never -Dquick -DskipTests "$@" 2>&1 | sed $'s/\033\\[[0-9;]*m//g' >&2
}

# package FILE...: builds. Maven leaves a jar alone whose content stays the same, so the files get the time of the build.
package() {
  (cd "$root" && maven package)
  (cd "$root" && touch "$@")
}

# What deploy, teardown, verify and redrive share. They set $mode to apply, dry-run or plan, and $work to a folder of
# their own. Reads are run in every mode, four at a time, before anything is decided; what changes the cloud goes
# through `run` alone.

fail() {
  say "$*"
  exit 1
}

require_gcloud() {
  command -v gcloud >/dev/null || die "gcloud is not installed: https://cloud.google.com/sdk/docs/install"
  export CLOUDSDK_CORE_DISABLE_PROMPTS=1
}

# quoted WORD...: the words as a shell reads them back.
quoted() {
  local word line='' plain='^[A-Za-z0-9_./:=@,+%-]+$' quote="'\\''"
  for word in "$@"; do
    [[ $word =~ $plain ]] || word="'${word//\'/$quote}'"
    line="$line $word"
  done
  printf '%s\n' "${line# }"
}

# start_read NAME COMMAND...: starts a read whose result `seen NAME` gives once `await_reads` has been called. gcloud itself
# tries for minutes where there is no network, so that the first reads get half a minute, until one has been answered.
reads=0
start_read() {
  local name=$1 patience=()
  shift
  rm -f "$work/$name.absent"
  if [ ! -e "$work/answered" ] && [ "$(type -t "$1")" = file ] && command -v timeout >/dev/null; then
    patience=(timeout "${DEPLOY_PATIENCE:-30}")
  fi
  {
    if ${patience[@]+"${patience[@]}"} "$@" >"$work/$name.out" 2>"$work/$name.err" </dev/null; then
      : >"$work/answered"
    else
      [ $? -ne 124 ] || no_answer >>"$work/$name.err"
      quoted "$@" >"$work/$name.failed"
    fi
  } &
  reads=$((reads + 1))
  [ $((reads % 4)) -ne 0 ] || await_reads
}

no_answer() {
  echo "gcloud had no answer within ${DEPLOY_PATIENCE:-30} s. Can this machine reach Google: network, proxy, VPN?"
  echo "DEPLOY_PATIENCE=SECONDS waits longer."
}

# start_optional_read NAME COMMAND...: the same for what may not exist; `is_there NAME` says whether it does.
start_optional_read() {
  : >"$work/$1.optional"
  start_read "$@"
}

# Waits for the reads. One that was denied ends the script: what can't be read must not be taken for absent. Where an
# API is not enabled yet, there is nothing of its kind.
await_reads() {
  local failed name absent='has not been used in project|SERVICE_DISABLED|it is disabled'
  local unknown='NOT_FOUND|not found|status=\[404\]|Cannot find|does not exist'
  wait
  for failed in "$work"/*.failed; do
    [ -e "$failed" ] || continue
    name=${failed%.failed}
    if grep -Eq "$absent" "$name.err" || { [ -e "$name.optional" ] && grep -Eq "$unknown" "$name.err"; }; then
      mv "$failed" "$name.absent"
    else
      say "$(cat "$name.err")"
      fail "could not read: $(cat "$failed")"
    fi
  done
}

seen() { cat "$work/$1.out"; }

is_there() { [ ! -e "$work/$1.absent" ]; }

# has NAME LINE: whether a line of what was seen is this one.
has() { grep -Fxq -- "$2" "$work/$1.out"; }

# The line of one binding without a condition, where a read lists who has which role.
binding() { printf '%s\t%s\t\n' "$1" "$2"; }

# run COMMAND...: changes the cloud, or says how. What Google has just made is not known everywhere at once, so that a
# command which needs it is tried again for a while.
run() {
  case $mode in
    plan) return ;;
    dry-run)
      quoted "$@"
      return
      ;;
  esac
  local tries=0 young='does not exist|has not been used in project|it is disabled|may take a few minutes|could take up to|Service Agent'
  until "$@" >"$work/run.out" 2>"$work/run.err" </dev/null; do
    tries=$((tries + 1))
    # bq says on standard output what went wrong.
    cat "$work/run.err" "$work/run.out" >"$work/run.said"
    if [ "$tries" -gt 12 ] || ! grep -Eq "$young" "$work/run.said"; then
      say "$(cat "$work/run.said")"
      say "failed: $(quoted "$@")"
      fail "Completed steps stay. Remove the cause, and run the same command again: it continues from here."
    fi
    say "  not ready yet, trying again: $(grep -Eo "$young" "$work/run.said" | head -n 1)"
    sleep "${DEPLOY_PAUSE:-10}"
  done
}

# step STATE WHAT [WHY]: a row of the plan, or a line of progress. The states: exists, create, change, delete, keep.
step() {
  case $mode in
    plan) printf '%-11s  %s\n' "$([ "$1" = exists ] || printf 'will ')$1" "$2${3:+ ($3)}" ;;
    dry-run) [ "$1" = exists ] || printf '# %s: %s\n' "$1" "$2${3:+ ($3)}" ;;
    *) [ "$1" = exists ] || say "$1  $2${3:+ ($3)}" ;;
  esac
  changes=$((${changes:-0} + $([ "$1" = exists ] && echo 0 || echo 1)))
}

# confirmed QUESTION: asks on the terminal that the script kept as descriptor 3; --yes answers, and where there is no
# terminal nothing is agreed to.
confirmed() {
  local answer=''
  [ "$mode" = apply ] && [ -z "${yes:-}" ] || return 0
  [ -t 3 ] || die "$1 There is no terminal to ask on: say --yes."
  printf '%s [y/N] ' "$1" >&2
  read -r answer <&3 || true
  case $answer in y | Y | yes) ;; *) return 1 ;; esac
}
