#!/usr/bin/env bash
# Keeps one server for the tests, and takes it along when they are gone.
#
#   guard.sh <folder> <stop signal> <command> [argument...]
#
# Reads words from standard input, one a line, and answers each on standard output with the same word when it is done:
#   start  starts the command, its output goes to <folder>/server.log;
#   stop   sends the stop signal and waits for the end;
#   kill   SIGKILL for the server and everything that it started, as when a machine goes down.
# At the end of the input the server is killed and the folder removed. That end comes however the tests end, also by SIGKILL: the system
# closes their side of the pipe. Nothing needs to be looked at again and again, and a process number that is used anew deceives nobody.
set -u
folder=$1 signal=$2
shift 2
server=

# An answer that nobody reads any more must not end this script before it has cleaned up.
trap : PIPE

# The server and everything that descends from it, one process number a line.
family() {
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v root="$server" '
    { id = $1; sub(/^.*\) /, ""); parent[id] = $2 }
    END {
      found[root] = 1
      do {
        more = 0
        for (id in parent) if (!(id in found) && (parent[id] in found)) { found[id] = 1; more = 1 }
      } while (more)
      for (id in found) print id
    }'
}

# A process that has ended but was not yet collected by its parent is gone as well.
runs() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) && [[ ! ${stat##*) } =~ ^[ZX] ]]
}

end_with() {
  [ -n "$server" ] || return 0
  local all id
  all=$(family)
  if [ "$1" != KILL ]; then
    kill -s "$1" "$server" 2>/dev/null
    wait "$server" 2>/dev/null
  fi
  for id in $all; do
    kill -s KILL "$id" 2>/dev/null
  done
  # Without the remark of the shell that it was killed.
  wait "$server" 2>/dev/null
  for id in $all; do
    while runs "$id"; do
      sleep 0.02
    done
  done
  server=
}

while read -r word; do
  case $word in
    start)
      # In a session of its own: a Ctrl-C in the terminal of the tests is not meant for the server.
      setsid "$@" >>"$folder/server.log" 2>&1 </dev/null &
      server=$!
      ;;
    stop) end_with "$signal" ;;
    kill) end_with KILL ;;
  esac
  echo "$word"
done

end_with KILL
rm -rf -- "$folder"
