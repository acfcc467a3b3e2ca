#!/usr/bin/env bash
# Builds the service and measures it: bench/run.sh BENCH [ROW]... [OPTION]...; without a bench it lists them. See bench/README.md.
set -uo pipefail

. "$(dirname "$0")/../eng/lib.sh"
check_sdk
# First the packages of NuGet: which of the system's are needed depends on them.
eng/packages.sh || exit $?
system_packages pictures video
if [[ " $* " == *' --database postgres '* ]]; then
  system_packages database
  # A cluster of the bench's own, with the settings that PostgreSQL ships: every commit reaches the disk.
  cluster=$(mktemp -d) programs=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1) as=()
  if ((EUID == 0)); then
    as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    chown postgres "$cluster"
  fi
  port=$((20000 + RANDOM % 10000))
  trap '"${as[@]}" "$programs/pg_ctl" -D "$cluster/data" -m immediate stop >/dev/null; rm -rf "$cluster"' EXIT
  step "PostgreSQL's cluster" "${as[@]}" "$programs/initdb" -D "$cluster/data" -U frames -A trust -E UTF8 || exit 1
  step PostgreSQL "${as[@]}" "$programs/pg_ctl" -w -D "$cluster/data" -l "$cluster/log" \
    -o "-p $port -k $cluster -c listen_addresses=127.0.0.1" start || exit 1
  set -- "$@" --postgres "Host=127.0.0.1;Port=$port;Username=frames;Database=postgres"
fi
step build dotnet build bench/Bench.csproj --no-restore -c "$CONFIGURATION" -v quiet -nologo -clp:NoSummary || exit 1
if [[ ${1-} == capture ]]; then
  system_packages native servers sources
  native=$(dirname "$(built Bench)")/native
  mkdir -p "$native"
  # shellcheck disable=SC2046
  for program in cameras floor; do
    step "$program" g++ -O2 -o "$native/$program" "bench/Capture/Native/$program.cpp" -pthread \
      $(pkg-config --cflags --libs libavformat libavcodec libavutil libturbojpeg) || exit 1
  done
  # Without a row named, all are measured.
  [[ ${2---} != --* && " $* " != *' gstreamer '* ]] || system_packages gstreamer
fi
dotnet "$(built Bench)" "$@"
