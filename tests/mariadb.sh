#!/bin/sh
# A private MariaDB for the storage tests: own directory, own socket, no network.
#   tests/mariadb.sh start DIR   sets it up in DIR when needed, starts it, prints the value of VANTHU_TEST_MYSQL_URL
#   tests/mariadb.sh stop DIR    stops it by its pid and waits for its end
#   tests/mariadb.sh run DIR COMMAND…   starts it, runs COMMAND with the variable set, stops it; the command's exit code
# Works as an ordinary user and as root (the server then gives up its rights to the user `mysql`). Exit code 69 when
# MariaDB is not installed.
set -eu

fail() { echo "mariadb.sh: $1" >&2; exit "${2:-1}"; }

[ $# -ge 2 ] || fail "usage: mariadb.sh start|stop|run DIR [COMMAND…]" 64
action=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
shift 2
PATH=$PATH:/usr/sbin:/sbin
# A socket's path may have 107 bytes only: it lies in a short place of its own when DIR is too long.
socket=$dir/mysqld.sock
[ ${#socket} -lt 100 ] || socket=${TMPDIR:-/tmp}/vanthu-$(printf %s "$dir" | cksum | cut -d' ' -f1).sock
pid_file=$dir/mysqld.pid
url="mysql://vanthu:vanthu@localhost/vanthu_test?socket=$socket"

client() { mariadb --no-defaults --socket="$socket" --user=root "$@"; }

write_config() {
  cat > "$dir/my.cnf" <<EOF
[mysqld]
datadir=$dir/data
socket=$socket
pid-file=$pid_file
log-error=$dir/error.log
skip-networking
skip-name-resolve
max_allowed_packet=64M
max_connections=200
innodb_buffer_pool_size=128M
innodb_log_file_size=64M
innodb_flush_log_at_trx_commit=1
character-set-server=utf8mb4
collation-server=utf8mb4_bin
$user_line
EOF
}

start() {
  command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null || fail "MariaDB is not installed" 69
  user_line=
  user_option=
  if [ "$(id -u)" = 0 ]; then
    user_line=user=mysql
    user_option=--user=mysql
    # The server's user must be able to walk into the directory.
    chown mysql "$dir"
    chmod 755 "$dir"
  fi
  write_config
  if [ ! -d "$dir/data/mysql" ]; then
    mariadb-install-db --no-defaults --datadir="$dir/data" --auth-root-authentication-method=normal --skip-test-db \
      $user_option >"$dir/install.log" 2>&1 || { cat "$dir/install.log" >&2; fail "mariadb-install-db failed"; }
  fi
  if [ -s "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null; then return; fi
  rm -f "$socket" "$pid_file"
  mariadbd --defaults-file="$dir/my.cnf" >>"$dir/start.log" 2>&1 </dev/null &
  tries=0
  until client -e 'SELECT 1' >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ]; then
      tail -n 20 "$dir/error.log" >&2 || true
      fail "MariaDB did not start"
    fi
    sleep 0.1
  done
  client -e "CREATE USER IF NOT EXISTS vanthu@localhost IDENTIFIED BY 'vanthu'; GRANT ALL ON \`vanthu\_%\`.* TO vanthu@localhost"
}

stop() {
  [ -s "$pid_file" ] || return 0
  pid=$(cat "$pid_file")
  kill "$pid" 2>/dev/null || return 0
  tries=0
  while kill -0 "$pid" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -le 600 ] || fail "MariaDB (pid $pid) did not stop"
    sleep 0.1
  done
}

case $action in
  start) start; echo "$url" ;;
  stop) stop ;;
  run)
    start
    trap stop EXIT INT TERM
    code=0
    VANTHU_TEST_MYSQL_URL=$url "$@" || code=$?
    exit $code
    ;;
  *) fail "unknown action $action" 64 ;;
esac
