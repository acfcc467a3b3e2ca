#!/usr/bin/env bash
# Restores the solution's NuGet packages. Where the package source lacks some, the projects of standins/ take their place
# (marker .standins); ORLEANSFRAMES_STANDINS=true|false forces it either way. Remove .standins to try the packages again.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
check_sdk

# A source that does not answer is asked twice, not for minutes.
export NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT=2 NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS=500
restore_log=$(mktemp)
trap 'rm -f "$restore_log"' EXIT

# Everything that decides what is restored, and to where.
state() {
  {
    find . \( -name artifacts -o -name node_modules -o -name .git -o -name data \) -prune -o \
      \( -name '*.csproj' -o -name 'Directory.*' -o -iname 'nuget.config' -o -name '*.sln' \) -print0 | sort -z | xargs -0 cat
    dotnet --version
    echo "${NUGET_PACKAGES-}"
  } | sha256sum
}

# Whether every package that the last restore expected is still in the packages folder.
packages_are_there() {
  local files
  files=$(find "$(artifacts)/obj" -name project.nuget.cache 2>/dev/null -exec grep -ho '"/[^"]*\.nupkg\.sha512"' {} + | tr -d '"' | sort -u)
  [[ -n $files ]] || return 1
  # shellcheck disable=SC2086
  ls -d $files >/dev/null 2>&1
}

# restore NAME: like a step, but what it said is judged before it is shown.
restore() {
  local began=$SECONDS code=0
  printf '%s ... ' "$1"
  dotnet restore OrleansFrames.sln -v minimal -nologo >"$restore_log" 2>&1 </dev/null || code=$?
  printf '%d s\n' $((SECONDS - began))
  if grep -q NU1301 "$restore_log"; then
    refuse "The NuGet package source cannot be reached; check the network, then run this again."
  fi
  return $code
}

show_errors() {
  grep -E 'error' "$restore_log" | sed -E 's/ \[[^]]*\]$//; s/^[[:space:]]+//' | sort -u >&2
}

done_once() {
  mkdir -p "$(artifacts)" && state >"$(artifacts)/restore.stamp"
}

stamp=$(artifacts)/restore.stamp || exit 2
if [[ -f $stamp && $(state) == "$(<"$stamp")" ]] && packages_are_there; then
  exit 0
fi

if ! restore restore; then
  missing=$(grep -oE 'NU110[1-3]: Unable to find (a stable )?package [A-Za-z0-9_.-]+' "$restore_log" | sed 's/.* //; s/\.$//' | sort -u)
  if [[ -z $missing || -n ${ORLEANSFRAMES_STANDINS-} || -e .standins ]]; then
    show_errors
    exit 1
  fi
  echo "The package source lacks $(paste -sd' ' <<<"$missing"): standins/ takes their place."
  touch .standins
  if ! restore 'restore again'; then
    show_errors
    exit 1
  fi
fi
done_once
