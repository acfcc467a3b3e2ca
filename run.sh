#!/usr/bin/env bash
# Builds and starts OrleansFrames on this machine: one silo with the API inside, SQLite and a folder of pictures.
set -uo pipefail

usage() {
  cat <<'HELP'
Usage: ./run.sh [OPTION]...

  --port N               port of the API and the console (8080)
  --data DIR             where pictures, ledger and state are kept (data)
  --api-key K            key of the app (made and kept at the first start)
  --api-secret S         secret of the app (made and kept at the first start)
  --public-url U         address under which others reach this server, for the URLs of pictures
  --listen ADDR          address to listen on (127.0.0.1)
  --source [NAME=]URL    record this camera at once; can be given several times
  --interval SECONDS     with --source: time between two pictures, 2 to 60 (3)
  --quality Q            with --source: 360p, 480p, 720p, 1080p or 1440p (720p)
  --webhook URL          with --source: where events are sent
  --demo                 record three participants whose video is made on the spot, and verify every webhook
  --for SECONDS          stop this long after the first recording runs, with a summary as the last line
  --help                 this list
HELP
}

arguments=() address='' port=8080 demo=false
while (($#)); do
  case $1 in
    --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
  esac
  case $1 in
    --help | -h)
      usage
      exit 0
      ;;
    --demo)
      demo=true
      arguments+=("$1")
      shift
      ;;
    --port | --data | --api-key | --api-secret | --public-url | --listen | --source | --interval | --quality | --webhook | --for)
      if (($# < 2)) || [[ -z $2 || $2 == --* ]]; then
        echo "$1 needs a value; see ./run.sh --help." >&2
        exit 2
      fi
      case $1 in
        --port)
          if [[ ! $2 =~ ^[0-9]{1,5}$ ]] || ((10#$2 > 65535)); then
            echo "--port is '$2'; it must be a number from 0 to 65535." >&2
            exit 2
          fi
          port=$((10#$2))
          ;;
        --for)
          if [[ ! $2 =~ ^[1-9][0-9]{0,8}$ ]]; then
            echo "--for is '$2'; it must be a number of seconds, 1 or more." >&2
            exit 2
          fi
          ;;
        --data) [[ $2 == /* ]] || set -- "$1" "$PWD/$2" "${@:3}" ;;
        --listen) address=$2 ;;
      esac
      arguments+=("$1" "$2")
      shift 2
      ;;
    *)
      echo "Unknown option '$1'; see ./run.sh --help." >&2
      exit 2
      ;;
  esac
done

. "$(dirname "$0")/eng/lib.sh"
check_sdk
check_port "$address" "$port"
# First the packages of NuGet: which of the system's are needed depends on them.
eng/packages.sh || exit $?
if $demo; then system_packages pictures video; else system_packages pictures; fi
optional_packages 'Only rtsp cameras can be recorded, no others.' sources

stamp=$(artifacts)/run.stamp
if $demo; then stamp=$(artifacts)/run-demo.stamp; fi

# Nothing to build when no file or folder of the sources is newer than the last build.
is_built() {
  [[ -f $stamp && -f $(built Silo) && $stamp -nt $(artifacts)/restore.stamp ]] &&
    { ! $demo || [[ -f $(built Cameras) ]]; } &&
    [[ -z $(find Silo Api Grains Grains.Interfaces CaptureWorker samples standins eng Directory.* .editorconfig \
      -newer "$stamp" -print -quit 2>/dev/null) ]]
}

build() {
  # Made before the build, so that a file saved during it counts as newer.
  touch "$stamp.new"
  dotnet build eng/run.proj --no-restore -c "$CONFIGURATION" -p:Demo="$demo" -v quiet -nologo -clp:NoSummary &&
    mv "$stamp.new" "$stamp"
}

is_built || step build build || exit 1
if $demo; then arguments+=(--cameras "$(built Cameras)"); fi
exec dotnet "$(built Silo)" "${arguments[@]}"
