# shellcheck shell=bash
# The parts themselves: secrets, settings, broker, database, services. Sourced after platform.sh and processes.sh.

broker_admin=beheer
database_admin=beheer

# A secret by name: random, made once, its owner's alone.
secret() {
  local file=$folder/geheimen/$1
  if [[ ! -s $file ]]; then
    if [[ $1 == *.hoofdsleutel ]]; then
      head -c 32 /dev/urandom | base64 -w 0 >"$file.half"
    else
      head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$file.half"
    fi
    mv -- "$file.half" "$file"
  fi
  printf '%s' "$(<"$file")"
}

# Settings file of a part, from standard input. Whole or absent.
write_settings() {
  cat >"$folder/instellingen/$1.half"
  mv -- "$folder/instellingen/$1.half" "$folder/instellingen/$1.env"
}

# Database and role of a service: draaiboek_juridische_steun.
database_of() {
  printf 'draaiboek_%s' "${1//-/_}"
}

service_settings() { # PART SERVICE
  part_settings "$1"
  cat <<EOF
Draaiboek__Url=http://127.0.0.1:${port[$1]}
Draaiboek__Bus=rabbitmq
Draaiboek__Database=postgres
Draaiboek__RabbitMq__Host=127.0.0.1
Draaiboek__RabbitMq__Port=${port[rabbitmq]}
Draaiboek__RabbitMq__VirtualHost=draaiboek
Draaiboek__RabbitMq__Username=$2
Draaiboek__RabbitMq__Password=$(secret "$2.rabbitmq")
Draaiboek__Postgres__ConnectionString=Host=127.0.0.1;Port=${port[postgres]};Username=$(database_of "$2");Password=$(secret "$2.postgres")
Draaiboek__MasterKey=$(secret "$2.hoofdsleutel")
EOF
  identity_settings
}

# The services ask the issuer itself for its document: they need no gateway to start.
identity_settings() {
  cat <<EOF
Draaiboek__Identity__Authority=http://localhost:${port[gateway]}/auth
Draaiboek__Identity__MetadataAddress=http://127.0.0.1:${port[uitgever]}/.well-known/openid-configuration
EOF
}

gateway_settings() {
  part_settings gateway
  identity_settings
  cat <<EOF
Draaiboek__Url=http://localhost:${port[gateway]}
Draaiboek__Gateway__Clusters__auth=http://127.0.0.1:${port[uitgever]}
Draaiboek__Gateway__Clusters__melding=http://127.0.0.1:${port[melding]}
Draaiboek__Gateway__Clusters__assessment=http://127.0.0.1:${port[assessment-1]};http://127.0.0.1:${port[assessment-2]}
Draaiboek__Gateway__Clusters__juridische-steun=http://127.0.0.1:${port[juridische-steun]}
Draaiboek__Gateway__Clusters__registratie=http://127.0.0.1:${port[registratie-1]};http://127.0.0.1:${port[registratie-2]}
EOF
}

setup_settings() {
  local service
  cat <<EOF
Draaiboek__Inrichting__RabbitMq__Management=http://127.0.0.1:${port[rabbitmq-beheer]}
Draaiboek__Inrichting__RabbitMq__Host=127.0.0.1
Draaiboek__Inrichting__RabbitMq__Port=${port[rabbitmq]}
Draaiboek__Inrichting__RabbitMq__VirtualHost=draaiboek
Draaiboek__Inrichting__RabbitMq__Username=$broker_admin
Draaiboek__Inrichting__RabbitMq__Password=$(secret beheer.rabbitmq)
Draaiboek__Inrichting__Wachttijd=120
Draaiboek__Inrichting__Postgres__ConnectionString=Host=127.0.0.1;Port=${port[postgres]};Username=$database_admin;Password=$(secret beheer.postgres)
EOF
  for service in "${services[@]}"; do
    printf '%s\n' "Draaiboek__Inrichting__Diensten__${service}__RabbitMqPassword=$(secret "$service.rabbitmq")" \
      "Draaiboek__Inrichting__Diensten__${service}__PostgresPassword=$(secret "$service.postgres")"
  done
}

# Everything reaches the broker on loopback only, also Erlang's own connections. An epmd of its own: that of the machine is not ours to stop.
# +sbwt none: Erlang would wait for work by spinning, on a machine that it shares with everything else.
broker_settings() {
  part_settings rabbitmq
  cat <<EOF
HOME=$folder/rabbitmq/thuis
RABBITMQ_NODENAME=draaiboek@localhost
RABBITMQ_DIST_PORT=${port[rabbitmq-intern]}
RABBITMQ_MNESIA_BASE=$folder/rabbitmq/gegevens
RABBITMQ_LOG_BASE=$folder/log
RABBITMQ_LOGS=-
RABBITMQ_PID_FILE=$folder/rabbitmq/pid
RABBITMQ_ENABLED_PLUGINS_FILE=$folder/rabbitmq/plugins
RABBITMQ_CONFIG_FILE=$folder/rabbitmq/rabbitmq.conf
RABBITMQ_ADVANCED_CONFIG_FILE=$folder/rabbitmq/advanced.config
RABBITMQ_CONF_ENV_FILE=$folder/rabbitmq/rabbitmq-env.conf
RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}
RABBITMQ_ALLOW_INPUT=1
ERL_EPMD_ADDRESS=127.0.0.1
ERL_EPMD_PORT=${port[epmd]}
EOF
}

prepare_broker() {
  local cookie=$folder/rabbitmq/thuis/.erlang.cookie
  mkdir -p -- "$folder/rabbitmq/thuis"
  if [[ ! -s $cookie ]]; then
    secret erlang.cookie >"$cookie.half"
    chmod 400 -- "$cookie.half"
    mv -f -- "$cookie.half" "$cookie"
  fi

  printf '[rabbitmq_management].\n' >"$folder/rabbitmq/plugins"
  : >"$folder/rabbitmq/rabbitmq-env.conf"
  cat >"$folder/rabbitmq/rabbitmq.conf" <<EOF
listeners.tcp.1 = 127.0.0.1:${port[rabbitmq]}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${port[rabbitmq-beheer]}
default_user = $broker_admin
default_pass = $(secret beheer.rabbitmq)
log.console.level = info
EOF
}

start_epmd() {
  { part_settings epmd; printf 'ERL_EPMD_ADDRESS=127.0.0.1\n'; } | write_settings epmd
  start epmd "$folder/instellingen/epmd.env" epmd -port "${port[epmd]}"
}

# RABBITMQ_ALLOW_INPUT lets the script become the node instead of waiting on it, so that the pid is the node's; -noinput takes its shell away again.
start_rabbitmq() {
  prepare_broker
  broker_settings | write_settings rabbitmq
  start rabbitmq "$folder/instellingen/rabbitmq.env" /usr/lib/rabbitmq/bin/rabbitmq-server -noinput
}

# Sets pgdata and as_postgres: who runs the cluster, and where. PostgreSQL refuses root; its own user may not be able to reach a folder inside root's home.
choose_cluster() {
  as_postgres=()
  pgdata=$folder/postgres
  if ((EUID != 0)); then return 0; fi
  as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups --inh-caps=-all --)
  if [[ -r $folder/postgres-map ]]; then
    pgdata=$(<"$folder/postgres-map")
  elif ! "${as_postgres[@]}" test -x "$folder"; then
    pgdata=/var/lib/postgresql/draaiboek-$(printf '%s' "$folder" | sha256sum | head -c 12)
  fi
}

make_cluster() {
  if [[ -s $pgdata/PG_VERSION ]]; then return 0; fi
  local half=$pgdata.half password
  rm -rf -- "$half"
  if [[ $pgdata != "$folder"/* ]]; then
    printf '%s\n' "$pgdata" >"$folder/postgres-map"
    say "gegevens van PostgreSQL in $pgdata: de gebruiker postgres kan niet bij $folder"
  fi

  mkdir -m 700 -- "$half"
  if ((EUID == 0)); then chown postgres: -- "$half"; fi
  password=$(secret beheer.postgres)
  (
    cd /
    # The password through a pipe of the user postgres itself: it can't read our file, and others would read a command line.
    # shellcheck disable=SC2016 # for the other shell to expand
    printf '%s\n' "$password" | "${as_postgres[@]}" bash -c 'exec "$0" --pwfile=<(cat) "$@"' "$pgbin/initdb" -D "$half" \
      -U "$database_admin" -A scram-sha-256 -E UTF8 --locale=C.UTF-8 --data-checksums
  ) >>"$folder/log/postgres.log" 2>&1 || fail "De databank kon niet worden gemaakt; zie $folder/log/postgres.log."
  mv -- "$half" "$pgdata"
  head -n 1 -- "$pgdata/PG_VERSION" >"$folder/postgres-versie"
}

# TCP only: the path of a socket in a deep folder is soon too long. No new start while a child of a killed one still holds the cluster's memory.
start_postgres() {
  make_cluster
  local until=$((SECONDS + 30))
  while [[ -n $(postgres_pids) ]]; do
    ((SECONDS <= until)) || fail "Er draaien nog processen van PostgreSQL op $pgdata: $(postgres_pids | tr '\n' ' ')"
    sleep 0.1
  done
  part_settings postgres | write_settings postgres
  start postgres "$folder/instellingen/postgres.env" "${as_postgres[@]}" "$pgbin/postgres" -D "$pgdata" \
    -c listen_addresses=127.0.0.1 -c port="${port[postgres]}" -c unix_socket_directories= -c max_connections=400
}

# A build of the source as it is now. Only while no service runs: the files would change under it.
build() {
  say "bouwen…"
  build_project services/Platform "$folder/app/platform"
  build_project infra/Inrichting "$folder/app/inrichting"
}

# Build servers would stay behind and are not ours to stop, so none is used.
build_project() {
  dotnet publish "$repo/$1" -c "${DRAAIBOEK_BOUW:-Release}" -o "$2" -v quiet --nologo --disable-build-servers </dev/null >"$folder/log/bouw.log" 2>&1 9>&- || {
    tail -n 20 -- "$folder/log/bouw.log" >&2
    fail "De bouw van $1 is mislukt; alles staat in $folder/log/bouw.log."
  }
}

# Users, rights, queues, databases: what is there already stays.
set_up() {
  setup_settings | write_settings inrichting
  say "inrichten…"
  date -u '+%Y-%m-%dT%H:%M:%SZ inrichten' >>"$folder/log/inrichting.log"
  perl "$lib/with-settings" "$folder/instellingen/inrichting.env" dotnet "$folder/app/inrichting/Draaiboek.Inrichting.dll" \
    </dev/null >>"$folder/log/inrichting.log" 2>&1 || {
    tail -n 20 -- "$folder/log/inrichting.log" >&2
    fail "De inrichting van RabbitMQ en PostgreSQL is mislukt; alles staat in $folder/log/inrichting.log."
  }
}

start_part() {
  case $1 in
    epmd | rabbitmq | postgres)
      "start_$1"
      return 0
      ;;
    uitgever)
      part_settings uitgever | write_settings uitgever
      start uitgever "$folder/instellingen/uitgever.env" dotnet "$folder/app/platform/Draaiboek.Platform.dll" issuer \
        --data "$folder/uitgever" --port "${port[uitgever]}" --authority "http://localhost:${port[gateway]}/auth"
      return 0
      ;;
    gateway) gateway_settings | write_settings gateway ;;
    *) service_settings "$1" "${1%-[12]}" | write_settings "$1" ;;
  esac
  start "$1" "$folder/instellingen/$1.env" dotnet "$folder/app/platform/Draaiboek.$(assembly_of "$1").dll"
}

assembly_of() {
  case $1 in
    gateway) say Gateway ;;
    melding) say Melding ;;
    assessment-*) say Assessment ;;
    juridische-steun) say JuridischeSteun ;;
    registratie-*) say Registratie ;;
  esac
}
