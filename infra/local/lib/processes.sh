# shellcheck shell=bash
# Processes that outlive the shell that started them: start, find again, wait for, stop. Sourced after platform.sh.

# What this run started: that is not started a second time when it ends at once.
declare -A started=()

# Every process of the platform carries this in its environment, and so does whatever it starts itself.
mark="DRAAIBOEK_PLATFORM=$folder"

# Start time and boot: with the pid they tell this process from any later one with the same pid. Fails for a dead one, also when nobody buried it.
identity_of() {
  local stat fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -ra fields <<<"${stat##*) }"
  [[ ${fields[0]} != [ZX] ]] || return 1
  printf '%s %s\n' "${fields[19]}" "$(</proc/sys/kernel/random/boot_id)"
}

write_pid() {
  local identity
  identity=$(identity_of "$2") || return 0 # already dead: whoever waits for it will say so
  printf '%s\n%s\n' "$2" "$identity" >"$folder/pid/$1.half"
  mv -- "$folder/pid/$1.half" "$folder/pid/$1"
}

# Sets found_pid when the part runs: by its pid file or, should that be lost, by what it carries in its environment.
alive() {
  local pid="" identity=""
  found_pid=""
  if [[ -r $folder/pid/$1 ]]; then
    { read -r pid && read -r identity; } <"$folder/pid/$1" || identity=""
    if [[ -n $identity && $(identity_of "$pid") == "$identity" ]]; then
      found_pid=$pid
      return 0
    fi
  fi

  pid=$(started_as "$1") || return 1
  write_pid "$1" "$pid"
  found_pid=$pid
}

any_alive() {
  local part
  for part in "${all_parts[@]}"; do
    if alive "$part"; then return 0; fi
  done
  return 1
}

# Pids of living processes of this folder.
marked_pids() {
  local file pid
  for file in $(grep -lzxF -- "$mark" /proc/[0-9]*/environ 2>/dev/null || true); do
    pid=${file#/proc/}
    pid=${pid%/environ}
    if identity_of "$pid" >/dev/null; then printf '%s\n' "$pid"; fi
  done
}

# The process that was started as this part. What it started itself carries the same, save that the pid is not its own.
started_as() {
  local pid
  for pid in $(marked_pids); do
    if grep -qzxF -- "DRAAIBOEK_ONDERDEEL=$1" "/proc/$pid/environ" 2>/dev/null && grep -qzxF -- "DRAAIBOEK_PID=$pid" "/proc/$pid/environ" 2>/dev/null; then
      printf '%s\n' "$pid"
      return 0
    fi
  done
  return 1
}

# Processes of PostgreSQL on this cluster. They write over their environment, so that only their working directory tells.
postgres_pids() {
  local link
  for link in /proc/[0-9]*/cwd; do
    if [[ $(readlink -- "$link" 2>/dev/null) == "$pgdata" && $(readlink -- "${link%cwd}exe" 2>/dev/null) == */postgres ]]; then
      link=${link#/proc/}
      if identity_of "${link%/cwd}" >/dev/null; then printf '%s\n' "${link%/cwd}"; fi
    fi
  done
}

# start PART FILE COMMAND...: with the settings in FILE as environment; they never stand on a command line, which anyone can read.
# A session of its own and no terminal: it goes on when the shell, or the connection behind it, ends.
start() {
  local part=$1 file=$2
  shift 2
  started[$part]=yes
  (
    cd /
    exec setsid perl "$lib/with-settings" "$file" "$@" </dev/null >>"$folder/log/$part.log" 2>&1
  ) &
  write_pid "$part" $!
  say "$part start"
}

# The settings that every part has; more are added to it.
part_settings() {
  printf '%s\n' "$mark" "DRAAIBOEK_ONDERDEEL=$1" "DRAAIBOEK_PLATFORM_POORT=$base"
}

# Whether something listens on the port of this machine.
port_taken() {
  local hex
  printf -v hex '%04X' "$1"
  awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# Before anything starts: the ports of what is not running must be free. Names who has them when that is another platform.
require_free_ports() {
  local part number other taken=()
  for part in "${all_parts[@]}"; do
    if alive "$part"; then continue; fi
    for number in $(ports_of "$part"); do
      if port_taken "$number"; then taken+=("  $number ($part)"); fi
    done
  done
  if ((${#taken[@]} == 0)); then return 0; fi
  other=$(other_folder)
  if [[ -n $other ]]; then other="het platform in $other"; else other="een ander programma"; fi
  fail "Deze poorten zijn in gebruik door $other:" "${taken[@]}" "Stop dat eerst, of kies met DRAAIBOEK_PORT een andere poort voor de gateway; de andere gaan mee."
}

# The folder of another platform with our ports.
other_folder() {
  local file
  for file in $(grep -lzxF -- "DRAAIBOEK_PLATFORM_POORT=$base" /proc/[0-9]*/environ 2>/dev/null || true); do
    if ! grep -qzxF -- "$mark" "$file" 2>/dev/null; then
      { tr '\0' '\n' <"$file" | sed -n 's/^DRAAIBOEK_PLATFORM=//p'; } 2>/dev/null || continue
      return 0
    fi
  done
}

# Status code of a GET on this machine; nothing when there is no answer.
http_status() (
  exec 2>/dev/null
  exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r -t 5 _ status _ <&3 || exit 1
  printf '%s\n' "$status"
)

is_ready() {
  case $1 in
    epmd | rabbitmq) port_taken "${port[$1]}" ;;
    postgres) "$pgbin/pg_isready" -q -h 127.0.0.1 -p "${port[postgres]}" ;;
    uitgever) [[ $(http_status "${port[$1]}" /health/live) == 200 ]] ;;
    *) [[ $(http_status "${port[$1]}" /health/ready) == 200 ]] ;;
  esac
}

# await_ready SECONDS PART...: also starts what ends meanwhile. A process that is being killed still seems alive for a moment.
await_ready() {
  local part until=$((SECONDS + $1))
  shift
  for part in "$@"; do
    until is_ready "$part"; do
      if ! alive "$part"; then
        if [[ -z ${started[$part]:-} ]]; then
          start_part "$part"
          continue
        fi

        tail -n 20 -- "$folder/log/$part.log" >&2
        fail "" "$part is gestopt voor het klaar was; hierboven het laatste uit $folder/log/$part.log." \
          "Wat wel draait, stopt u met infra/local/down."
      fi

      if ((SECONDS > until)); then
        tail -n 20 -- "$folder/log/$part.log" >&2
        fail "" "$part is niet op tijd klaar; hierboven het laatste uit $folder/log/$part.log." \
          "infra/local/up wacht opnieuw; infra/local/down $part en dan infra/local/up herstart het."
      fi

      sleep 0.2
      if [[ ${healing:-false} == true ]]; then start_missing_services; fi
    done
  done
}

# Not a second time what this run started and ended: whoever waits for it says why.
start_missing_services() {
  local part
  for part in "${service_parts[@]}"; do
    if ! alive "$part" && [[ -z ${started[$part]:-} ]]; then start_part "$part"; fi
  done
}

# stop SECONDS PART...: asks all, waits, and ends by force what does not listen.
stop() {
  local part signal asked=() force until=$((SECONDS + $1))
  shift
  for part in "$@"; do
    if ! alive "$part"; then
      rm -f -- "$folder/pid/$part"
      continue
    fi

    # INT is PostgreSQL's fast stop: it does not wait until the last client leaves.
    if [[ $part == postgres ]]; then signal=INT; else signal=TERM; fi
    kill -s "$signal" "$found_pid" 2>/dev/null || true
    asked+=("$part")
  done
  for part in "${asked[@]}"; do
    force=false
    while alive "$part"; do
      if [[ $force == false ]] && ((SECONDS > until)); then
        force=true
        say "$part luistert niet en wordt afgebroken"
        kill -s KILL "$found_pid" 2>/dev/null || true
      elif ((SECONDS > until + 30)); then
        fail "$part (proces $found_pid) wil niet eindigen, ook niet met SIGKILL."
      fi

      sleep 0.1
    done
    rm -f -- "$folder/pid/$part"
    say "$part gestopt"
  done
}

# Whatever of this folder is left: orphans of what was killed. By what they carry and where they work, never by a name.
sweep() {
  local left
  for _ in {1..50}; do
    left=$(marked_pids; postgres_pids)
    if [[ -z $left ]]; then return 0; fi
    # shellcheck disable=SC2086 # a list of numbers
    kill -s KILL $left 2>/dev/null || true
    sleep 0.1
  done
  # shellcheck disable=SC2086
  fail "Deze processen van $folder willen niet stoppen:" $left
}
