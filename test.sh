#!/usr/bin/env bash
# Builds everything and runs every test; ./test.sh WORD runs those whose full name contains the word, and any other filter is
# one of `dotnet test --filter`. The last line is the sum over all test projects.
set -uo pipefail

case ${1-} in
  --help | -h)
    sed -n '2,3s/^# //p' "$0"
    exit 0
    ;;
  -*)
    echo "Unknown option '$1'. Usage: ./test.sh [filter]" >&2
    exit 2
    ;;
esac
if (($# > 1)); then
  echo "One filter at most. Usage: ./test.sh [filter]" >&2
  exit 2
fi
filter=${1-}
if [[ $filter =~ ^[A-Za-z0-9_.]+$ ]]; then filter="FullyQualifiedName~$filter"; fi

. "$(dirname "$0")/eng/lib.sh"
check_sdk
# First the packages of NuGet: which of the system's are needed depends on them.
eng/packages.sh || exit $?
system_packages pictures sources video servers database node browser
step "GetStream's libraries" npm ci --prefix tests/EndToEnd.Tests/Sdk --ignore-scripts --no-audit --no-fund || exit 1
step build dotnet build OrleansFrames.sln --no-restore -c "$CONFIGURATION" -v quiet -nologo -clp:NoSummary || exit 1

results=$PWD/$(artifacts)/test-results
rm -rf "$results"
passed=0 failed=0 skipped=0 broken=0

# count FILE WORDS: how often a result has this outcome.
count() {
  grep -o '<UnitTestResult [^>]*' "$1" | grep -cE "outcome=\"($2)\""
}

# One project after the other: several at once take each other's processor on a small machine, and tests have deadlines.
for project in tests/*/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  log=$results/$name.log trx=$results/$name.trx began=$SECONDS code=0
  mkdir -p "$results"
  printf '%s ... ' "$name"
  timeout --kill-after=20 900 dotnet test "$(built "$name")" --results-directory "$results" --logger "trx;LogFileName=$name.trx" \
    --logger "console;verbosity=minimal" --blame-hang-timeout 4m --blame-hang-dump-type none \
    ${filter:+--filter "$filter"} >"$log" 2>&1 </dev/null || code=$?
  p=0 f=0 s=0
  if [[ -f $trx ]]; then
    p=$(count "$trx" Passed) s=$(count "$trx" NotExecuted) f=$(count "$trx" 'Failed|Error|Timeout|Aborted')
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%d passed, %d failed, %d skipped, %d s\n' "$p" "$f" "$s" $((SECONDS - began))
  if ((f > 0)) || ((code != 0)); then
    # What a crashed test host says ends in a stack of the runtime's own; its beginning names the test.
    grep -vE '^(Test run for|VSTest version|Starting test execution|A total of|Results File|Attachments|Data collector|$)' "$log" | cut -c1-400 | head -400
  fi
  # Without every result: at least one test more has failed than is counted.
  if ((code != 0 && f == 0)) || grep -q '^Test Run Aborted' "$log"; then
    if ((code == 124 || code == 137)); then echo "$name did not end in 15 minutes."; else echo "$name broke off: some of its tests have no result."; fi
    broken=$((broken + 1))
  fi
  if ((code == 0 && p + f + s == 0)) && [[ -z $filter ]]; then
    echo "$name has no test."
    broken=$((broken + 1))
  fi
  [[ -f $trx ]] && sed -n 's/^[[:space:]]*//; /outcome="NotExecuted"/,/<\/UnitTestResult>/p' "$trx" |
    sed -n 's/.*testName="\([^"]*\)".*/skipped: \1/p; s/.*<Message>\(.*\)<\/Message>.*/  \1/p; s/.*<StdOut>\(.*\)<\/StdOut>.*/  \1/p'
done

if ((passed + failed + skipped + broken == 0)); then
  refuse "No test matches '${1-}'."
fi
# A project that broke off counts as one failure: some test of it has no result.
failed=$((failed + broken))
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
