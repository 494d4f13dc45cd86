# shellcheck shell=bash
# What up, down and status share: the folder, the ports, the parts and what each is started with. Sourced, never run.

repo=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd -P)
lib=$repo/infra/local/lib
folder=$(realpath -m -- "${DRAAIBOEK_LOCAL:-$repo/.local}")

# In the order in which they start. A part of the broker or database first, then who needs it.
infra_parts=(epmd rabbitmq postgres)
service_parts=(uitgever melding assessment-1 assessment-2 juridische-steun registratie-1 registratie-2 gateway)
all_parts=("${infra_parts[@]}" "${service_parts[@]}")
services=(melding assessment juridische-steun registratie)

say() { printf '%s\n' "$@"; }

# Message on standard error, end with code 1.
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Sets base and port[...]: all other ports lie at a fixed distance from the gateway's, so that two checkouts need to choose one number each.
choose_ports() {
  local known=""
  if [[ -r $folder/poort ]]; then known=$(<"$folder/poort"); fi
  base=${DRAAIBOEK_PORT:-${known:-8080}}
  if [[ ! $base =~ ^[0-9]{1,5}$ ]] || ((10#$base < 1024 || 10#$base > 65000)); then
    fail "DRAAIBOEK_PORT moet een getal zijn van 1024 tot 65000."
  fi

  base=$((10#$base))
  if [[ -n $known && $known != "$base" ]] && any_alive; then
    fail "Het platform in $folder draait al op poort $known. Stop het eerst met infra/local/down."
  fi

  declare -gA port=(
    [gateway]=$base
    [uitgever]=$((base + 1))
    [melding]=$((base + 2))
    [assessment-1]=$((base + 3))
    [assessment-2]=$((base + 4))
    [juridische-steun]=$((base + 5))
    [registratie-1]=$((base + 6))
    [registratie-2]=$((base + 7))
    [rabbitmq]=$((base + 8))
    [rabbitmq-beheer]=$((base + 9))
    [rabbitmq-intern]=$((base + 10))
    [epmd]=$((base + 11))
    [postgres]=$((base + 12))
  )
}

# The ports of one part.
ports_of() {
  if [[ $1 == rabbitmq ]]; then
    printf '%s\n' "${port[rabbitmq]}" "${port[rabbitmq-beheer]}" "${port[rabbitmq-intern]}"
  else
    printf '%s\n' "${port[$1]}"
  fi
}

# What Debian's packages must have put there; says the one command that does.
require_programs() {
  local missing=()
  if [[ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] || ! command -v epmd >/dev/null; then missing+=(rabbitmq-server); fi
  if ! find_postgres; then missing+=(postgresql); fi
  if ! command -v setsid >/dev/null || ! command -v flock >/dev/null || ! command -v setpriv >/dev/null; then missing+=(util-linux); fi
  if ! command -v perl >/dev/null; then missing+=(perl-base); fi
  if ((${#missing[@]} > 0)); then
    fail "Er ontbreken pakketten. Installeer ze met:" "  apt-get install -y --no-install-recommends ${missing[*]}"
  fi

  command -v dotnet >/dev/null || fail "De .NET SDK ontbreekt; global.json zegt welke."
}

# Sets pgbin: the programs of the version that made the cluster, or else the newest that is there.
find_postgres() {
  local version=""
  if [[ -r $folder/postgres-versie ]]; then version=$(<"$folder/postgres-versie"); fi
  if [[ -n $version ]]; then
    pgbin=/usr/lib/postgresql/$version/bin
  else
    pgbin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  fi

  [[ -x $pgbin/postgres && -x $pgbin/initdb ]]
}

# One at a time on this folder; the lock goes with this process. Children must not hold it: see start.
take_lock() {
  exec 9>"$folder/slot"
  if flock -n 9; then return 0; fi
  say "wacht op een ander up of down dat op $folder werkt…"
  flock -w 300 9 || fail "Dat andere up of down werkt na vijf minuten nog; probeer het later opnieuw."
}

# Makes the folder with only ours in it. PostgreSQL refuses to be root: its user must be able to pass through, not to look around.
make_folder() {
  if [[ -d $folder && ! -e $folder/poort && -n $(ls -A -- "$folder") ]]; then
    fail "$folder is niet leeg en niet van het platform; kies met DRAAIBOEK_LOCAL een andere map."
  fi

  mkdir -p -- "$folder"
  if ((EUID == 0)); then chmod 711 -- "$folder"; else chmod 700 -- "$folder"; fi
  [[ -e $folder/poort ]] || printf '%s\n' "$base" >"$folder/poort"
  mkdir -p -- "$folder"/{geheimen,instellingen,log,pid,rabbitmq,uitgever}
  chmod 700 -- "$folder"/{geheimen,instellingen,log,pid,rabbitmq,uitgever}
}

# One line a part: where it listens and logs, and how it is.
show_table() {
  local part pid state address
  printf '%-17s %-8s %-12s %-30s %s\n' onderdeel pid toestand "luistert op" log
  for part in "${all_parts[@]}"; do
    pid=-
    state="staat stil"
    if alive "$part"; then
      pid=$found_pid
      if is_ready "$part"; then state=klaar; else state=bezig; fi
    fi

    case $part in
      gateway) address=http://localhost:${port[gateway]} ;;
      rabbitmq) address="127.0.0.1:${port[rabbitmq]}, beheer :${port[rabbitmq-beheer]}" ;;
      epmd | postgres) address=127.0.0.1:${port[$part]} ;;
      *) address=http://127.0.0.1:${port[$part]} ;;
    esac
    printf '%-17s %-8s %-12s %-30s %s\n' "$part" "$pid" "$state" "$address" "$folder/log/$part.log"
  done
}
