#!/usr/bin/env bash
# Builds the service and measures it: bench/run.sh BENCH [ROW]... [OPTION]...; without a bench it lists them. See bench/README.md.
set -uo pipefail

. "$(dirname "$0")/../eng/lib.sh"
check_sdk
# First the packages of NuGet: which of the system's are needed depends on them.
eng/packages.sh || exit $?
system_packages pictures video
step build dotnet build bench/Bench.csproj --no-restore -c "$CONFIGURATION" -v quiet -nologo -clp:NoSummary || exit 1
exec dotnet "$(built Bench)" "$@"
