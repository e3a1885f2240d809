#!/usr/bin/env bash
# Installs what building and testing need and is missing, with Debian's package manager. Called by ./run and ./test.
# Usage: packaging/install-packages.sh build|test
set -euo pipefail
build="git ca-certificates g++ cmake ninja-build ccache mold pkg-config python3 openssl
  libpoco-dev libssl-dev libsqlite3-dev libmysqlcppconn-dev libmariadb-dev libboost-dev libxapian-dev libicu-dev doctest-dev
  libunbound-dev nlohmann-json3-dev libargon2-dev libzxcvbn-dev libp11-dev libzstd-dev libtomlplusplus-dev libical-dev"
test="clang clang-format libclang-rt-14-dev mariadb-server curl swaks libnet-ssleay-perl faketime isync offlineimap3 mutt util-linux softhsm2 opensc poppler-utils libnss3-tools systemd libseccomp2"
wanted=$build
[ "${1:-build}" = test ] && wanted="$build $test"

missing=()
for package in $wanted; do
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  if command -v sudo >/dev/null; then as_root=(sudo)
  else
    echo "These packages are missing: ${missing[*]}" >&2
    echo "Nothing was changed. Install them as root with: apt-get install ${missing[*]}" >&2
    exit 69
  fi
fi
echo "Installing ${#missing[@]} packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
# A service that a package would start (MariaDB) stays off: tests run their own, private one.
"${as_root[@]}" apt-get update -qq
policy=/usr/sbin/policy-rc.d
placed=
if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null && "${as_root[@]}" chmod 755 $policy && placed=1; fi
trap '[ -z "$placed" ] || "${as_root[@]}" rm -f $policy' EXIT
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
