# shellcheck shell=bash
# What several scripts share. Sourced, with $root set to the checkout.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 2
}

# Java 17 or newer must be there before anything is started with it.
require_java() {
  command -v java >/dev/null || die "java is not installed: a JDK of version 17 or newer is needed"
  local version
  version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
  [ "${version%%.*}" -ge 17 ] || die "java $version is too old: a JDK of version 17 or newer is needed"
}

# build_if_missing FILE...: packages everything, gates and tests left out, unless all the files are there.
build_if_missing() {
  local file
  for file in "$@"; do
    if [ ! -e "$root/$file" ]; then
      command -v mvn >/dev/null || die "mvn is not installed: Apache Maven 3.8.7 or newer is needed"
      say "building (once; some minutes if Maven has to fetch everything) ..."
      (cd "$root" && mvn -q -Dquick -DskipTests package) >&2
      return
    fi
  done
}
