#!/usr/bin/env bash
# Restores the solution's NuGet packages. Where the package source lacks some, the projects of standins/ take their place
# (marker .standins); ORLEANSFRAMES_STANDINS=true|false forces it either way. Remove .standins to try the packages again.
set -uo pipefail
. "$(dirname "$0")/lib.sh"
check_sdk

# A source that does not answer is asked twice, not for minutes.
export NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT=2 NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS=500
log=$(mktemp)
trap 'rm -f "$log"' EXIT

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
  files=$(find "$(artifacts)/obj" -name project.nuget.cache -exec grep -ho '"/[^"]*\.nupkg\.sha512"' {} + | tr -d '"' | sort -u)
  [[ -n $files ]] || return 1
  # shellcheck disable=SC2086
  ls -d $files >/dev/null 2>&1
}

restore() {
  dotnet restore OrleansFrames.sln -v minimal -nologo >"$log" 2>&1
  local code=$?
  ((code == 0)) || grep -E 'error|warn' "$log" | sed 's/ \[[^]]*\]$//' | sort -u
  return $code
}

done_once() {
  mkdir -p "$(artifacts)" && state >"$(artifacts)/restore.stamp"
}

unreachable() {
  grep -q NU1301 "$log"
}

stamp=$(artifacts)/restore.stamp || exit 2
if [[ -f $stamp && $(state) == "$(<"$stamp")" ]] && packages_are_there; then
  exit 0
fi

if standins_in_use || [[ ${ORLEANSFRAMES_STANDINS-} == false ]]; then
  if ! step restore restore; then
    unreachable && refuse "The NuGet package source cannot be reached; check the network, then run this again."
    exit 1
  fi
  done_once
  exit 0
fi

# The first try may fail for a reason that is no failure, so it is not shown as one.
began=$SECONDS
printf 'restore ... '
if restore >/dev/null; then
  printf '%d s\n' $((SECONDS - began))
  done_once
  exit 0
fi
printf '%d s\n' $((SECONDS - began))
unreachable && refuse "The NuGet package source cannot be reached; check the network, then run this again."
missing=$(grep -oE 'NU110[1-3]: Unable to find (a stable )?package [A-Za-z0-9_.]+' "$log" | sed 's/.* //; s/\.$//' | sort -u)
if [[ -z $missing ]]; then
  grep -E 'error' "$log" | sort -u >&2
  exit 1
fi
echo "The package source lacks $(paste -sd' ' <<<"$missing"): standins/ takes their place."
touch .standins
step "restore again" restore || exit 1
done_once
