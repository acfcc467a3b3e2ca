# Shared by run.sh, test.sh and eng/packages.sh: steps with their seconds, and checks that answer in one sentence.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# A newer SDK may bring only its own runtime.
export DOTNET_ROLL_FORWARD=Major
CONFIGURATION=Release

# refuse SENTENCE: the machine or the command line is not as needed.
refuse() {
  echo "$*" >&2
  exit 2
}

# step NAME COMMAND...: runs a command quietly and prints its name and seconds. What a failed command said is shown, and its
# exit code kept.
step() {
  local name=$1 began=$SECONDS log code=0
  shift
  log=$(mktemp)
  printf '%s ... ' "$name"
  ("$@") >"$log" 2>&1 </dev/null || code=$?
  if ((code == 0)); then
    printf '%d s\n' $((SECONDS - began))
  else
    printf 'failed after %d s\n' $((SECONDS - began))
    cat "$log" >&2
  fi
  rm -f "$log"
  return $code
}

check_sdk() {
  command -v dotnet >/dev/null || refuse "The .NET SDK 10 is needed and no dotnet is on the path; get it from https://dot.net/download."
  local version
  version=$(dotnet --version 2>/dev/null) || version=none
  if [[ ! $version =~ ^([0-9]+)\. ]] || ((BASH_REMATCH[1] < 10)); then
    refuse "The .NET SDK 10 or newer is needed and this machine has $version; get it from https://dot.net/download."
  fi
}

# check_port ADDRESS PORT
check_port() {
  local address=$1 port=$2
  case $address in '' | 0.0.0.0 | '*' | '+' | '::' | '[::]') address=127.0.0.1 ;; esac
  if ((port != 0)) && (exec 3<>"/dev/tcp/$address/$port") 2>/dev/null; then
    refuse "Port $port is taken by another program; choose another with --port."
  fi
}

# standins_in_use: whether projects of standins/ take the place of packages, by the rule of Directory.Build.props.
standins_in_use() {
  case ${ORLEANSFRAMES_STANDINS-} in
    true) return 0 ;;
    false) return 1 ;;
    '') [[ -e .standins ]] ;;
    *) refuse "ORLEANSFRAMES_STANDINS is '$ORLEANSFRAMES_STANDINS'; it must be true, false or unset." ;;
  esac
}

# artifacts: the folder of everything that is built.
artifacts() {
  if standins_in_use; then echo artifacts/standins; else echo artifacts/packages; fi
}

# built PROJECT: the program that a project was built to.
built() {
  echo "$PWD/$(artifacts)/bin/$1/${CONFIGURATION,,}/OrleansFrames.$1.dll"
}

has_library() {
  PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep -q "^[[:space:]]*$1\.so\."
}

# has_file PATTERN
has_file() {
  compgen -G "$1" >/dev/null
}

# first_package NAME...: the first of these names, or of the patterns ending in #, that the package lists know.
# A pattern stands for the highest number: libavcodec# is libavcodec59 on Debian 12, libavcodec60 on Ubuntu 24.04.
first_package() {
  local name found
  for name in "$@"; do
    if [[ $name == *'#' ]]; then
      found=$(apt-cache pkgnames "${name%#}" 2>/dev/null | grep -E "^${name%#}[0-9]+$" | sort -V | tail -1)
    else
      found=$(apt-cache show "$name" 2>/dev/null | sed -n 's/^Package: //p' | head -1)
    fi
    if [[ -n $found ]]; then
      echo "$found"
      return 0
    fi
  done
  return 1
}

# missing_packages WANTED...: the Debian packages that this machine still needs.
# WANTED is pictures (decode and encode), sources (all but rtsp), video (make it for the demo and the tests), servers and database (for
# the tests), node, browser, or for the bench native (programs that are compiled for it) and gstreamer.
missing_packages() {
  local wanted
  for wanted in "$@"; do
    case $wanted in
      pictures)
        has_library libavcodec || first_package 'libavcodec#' || echo libavcodec59
        has_library libswscale || first_package 'libswscale#' || echo libswscale6
        has_library libturbojpeg || first_package libturbojpeg0 libturbojpeg || echo libturbojpeg0
        # The package Magick.NET carries its own library.
        ! standins_in_use || has_library libMagickWand-6.Q16 || first_package libmagickwand-6.q16-7t64 libmagickwand-6.q16-6 ||
          echo libmagickwand-6.q16-6
        ;;
      sources)
        has_library libvlc || echo libvlc5
        has_file '/usr/lib/*/vlc/plugins/stream_out/libstream_out_smem_plugin.so' || echo vlc-plugin-base
        ;;
      servers)
        has_file /usr/sbin/nginx || first_package nginx-light nginx || echo nginx
        has_file /usr/lib/nginx/modules/ngx_rtmp_module.so || echo libnginx-mod-rtmp
        ;;
      database) has_file '/usr/lib/postgresql/*/bin/postgres' || echo postgresql ;;
      video) command -v ffmpeg >/dev/null || echo ffmpeg ;;
      node)
        command -v node >/dev/null || echo nodejs
        command -v npm >/dev/null || echo npm
        ;;
      native)
        command -v g++ >/dev/null || echo g++
        command -v pkg-config >/dev/null || echo pkg-config
        has_file '/usr/include/*/libavformat/avformat.h' || echo libavformat-dev
        has_file '/usr/include/*/libavcodec/bsf.h' || echo libavcodec-dev
        has_file '/usr/include/turbojpeg.h' || first_package libturbojpeg0-dev libturbojpeg-dev || echo libturbojpeg0-dev
        ;;
      gstreamer)
        command -v gst-launch-1.0 >/dev/null || echo gstreamer1.0-tools
        has_file '/usr/lib/*/gstreamer-1.0/libgstlibav.so' || echo gstreamer1.0-libav
        has_file '/usr/lib/*/gstreamer-1.0/libgstrtsp.so' || echo gstreamer1.0-plugins-good
        has_file '/usr/lib/*/gstreamer-1.0/libgstvideoparsersbad.so' || echo gstreamer1.0-plugins-bad
        ;;
      browser) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || echo chromium ;;
    esac
  done
}

# system_packages WANTED...: installs what is missing as root; otherwise says what to install.
system_packages() {
  local missing
  missing=$(missing_packages "$@" | sort -u | xargs)
  [[ -n $missing ]] || return 0
  if ! command -v apt-get >/dev/null; then
    refuse "These packages are needed (by their Debian names); install them with this system's package manager: $missing"
  fi
  ((EUID == 0)) || refuse "System packages are missing; install them with: sudo apt-get install -y $missing"
  step "system packages ($missing)" apt_install "$@" || exit 2
}

# optional_packages WITHOUT WANTED...: like system_packages, but goes on without them and says what that means.
optional_packages() {
  local without=$1 missing
  shift
  missing=$(missing_packages "$@" | sort -u | xargs)
  [[ -n $missing ]] || return 0
  if ((EUID == 0)) && command -v apt-get >/dev/null && step "system packages ($missing)" apt_install "$@"; then
    return 0
  fi
  echo "$without Install for it: $missing" >&2
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  # A server that the tests need is started by them alone, not by its package: neither now nor with the machine.
  local policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  local server fresh=()
  [[ -e /usr/sbin/nginx ]] || fresh+=(nginx)
  has_file '/usr/lib/postgresql/*/bin/postgres' || fresh+=(postgresql)
  apt_get_missing "$@" || return
  for server in "${fresh[@]}"; do
    if command -v systemctl >/dev/null && systemctl cat "$server" &>/dev/null; then systemctl disable "$server" || true; fi
  done
}

apt_get_missing() {
  local options=(-y --no-install-recommends -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=120)
  # The names depend on the lists, which a fresh machine does not have; hence a second look after the update.
  # shellcheck disable=SC2046
  apt-get install "${options[@]}" $(missing_packages "$@") && return
  apt-get update -o Acquire::http::Timeout=20 || true
  # shellcheck disable=SC2046
  apt-get install "${options[@]}" $(missing_packages "$@") ||
    refuse "These packages could not be installed, check the network or apt's sources: $(missing_packages "$@" | xargs)"
}
