# shellcheck shell=bash
# The two folders of a release and their zips, made of a checkout that is built. Sourced by release and by its test.

# What comes with a release as it is in the checkout. Scripts that need Maven or Docker stay there.
shipped=(LICENSE README.md CHANGELOG.md .github/SECURITY.md policies function/README.md function/DECISIONS.md function/flow.svg
  function/benchmarks/README.md scripts ':!scripts/bench' ':!scripts/campaign' ':!scripts/check' ':!scripts/image-digests'
  ':!scripts/lock' ':!scripts/lock.sha256' ':!scripts/mutation' ':!scripts/release' ':!scripts/release.d')

# lay_out CHECKOUT INTO: the two folders INTO/composer-audit and INTO/function.
lay_out() {
  local from=$1 program=$2/composer-audit function=$2/function target
  mkdir -p "$program/bin" "$program/jars/lib" "$program/completions" "$program/man/man1" "$function"
  (cd "$from" && git ls-files -z -- "${shipped[@]}" | tar --null -cf - -T -) | tar -xf - -C "$program"
  cp "$from/scripts/release.d/composer-audit" "$program/bin/"
  for target in auditor/target/function cli/target/composer-audit sandbox/target/sandbox acceptance/target/acceptance; do
    cp "$from/function/$target"/*.jar "$program/jars/"
    cp "$from/function/$target/lib"/*.jar "$program/jars/lib/"
  done
  # The newest; tests run the function in an older one too.
  cp "$from"/function/acceptance/target/acceptance/invokers/java-function-invoker-2*.jar "$program/jars/"
  cp -R "$from/function/auditor/target/function/." "$function/"
  (cd "$function" && find . -name '*.jar' | sed 's|^\./||' | LC_ALL=C sort) >"$program/jars/function.files"
  write_manual "$program"
}

# write_manual FOLDER: the man page and the completions, which the program prints.
write_manual() {
  local kind=(java -XX:TieredStopAtLevel=1 -jar "$1/jars/composer-audit.jar" manual)
  "${kind[@]}" man >"$1/man/man1/composer-audit.1"
  "${kind[@]}" bash >"$1/completions/composer-audit.bash"
  "${kind[@]}" zsh >"$1/completions/_composer-audit"
}

# zip_folder FOLDER FILE TIME: what is in the folder, the same bytes for the same content: sorted names, one time
# (YYYYMMDDhhmm.ss, UTC) for all, and modes that no umask has touched. Jars are compressed already.
zip_folder() {
  command -v zip >/dev/null || die "zip is not installed"
  rm -f "$2"
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec env TZ=UTC touch -t "$3" {} +
  (cd "$1" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | TZ=UTC zip -q -X -D -n .jar "$2" -@)
}
