# Sourced: an engine on a driven clock with a gateway and its console beside it, for a demonstration
# or a test. Sockets, journal, accounts and logs are in a folder of theirs; what ends is theirs to
# end who began it.

# until_there PROCESS LOG COMMAND...: waits until the command succeeds. Fails with the log when the
# process has ended before.
until_there() {
  local process=$1 log=$2
  shift 2
  until "$@" 2>/dev/null; do
    kill -0 "$process" 2>/dev/null || { cat "$log" >&2; return 1; }
    sleep 0.1
  done
}

# engine_in FOLDER BIN PACK FROM: its clock begins at FROM, milliseconds since 1970. Sets `engine`.
engine_in() {
  local folder=$1 bin=$2 pack=$3 from=$4
  "$bin/whistled" --rules config/base --city "$pack" --data "$folder/journal" \
    --driven-from "$from" --intake "ipc://$folder/intake" --work "ipc://$folder/work" \
    --watch "ipc://$folder/watch" --admin "ipc://$folder/admin" --compiled "$bin/../compiled" \
    --ready-file "$folder/ready" 2>"$folder/log" &
  engine=$!
  until_there "$engine" "$folder/log" test -e "$folder/ready"
}

# gateway_in FOLDER BIN PACK: beside the engine of this folder, on a free port of this machine alone,
# with accounts that nobody else has. Sets `gateway` and `port`.
gateway_in() {
  local folder=$1 bin=$2 pack=$3 hash
  hash=$(echo whistle-demo | "$bin/whistle-gateway" hash-password)
  account() {
    printf '[[account]]\nname = "%s"\ntitle = "%s"\nroles = [%s]\npassword = "%s"\n' "$@" "$hash"
  }
  {
    account zhuren 值班主任 '"supervisor", "dispatcher"'
    account zuoxi 热线坐席 '"intake"'
    account wangge 网格员 '"worker"'
    account guanli 管理员 '"admin", "supervisor"'
  } >"$folder/accounts.toml"
  (umask 077 && head -c 24 /dev/urandom | base64 >"$folder/phone.key")
  cat >"$folder/gateway.toml" <<TEXT
[listen]
port = 0
[engine]
intake = "ipc://$folder/intake"
work = "ipc://$folder/work"
watch = "ipc://$folder/watch"
admin = "ipc://$folder/admin"
[folders]
data = "$folder/gateway"
console = "build/console/pages"
[people]
accounts = "$folder/accounts.toml"
phone_key = "$folder/phone.key"
[tools]
whistled = "$bin/whistled"
rules = "config/base"
city = "$pack"
data = "$folder/journal"
packs = "config/cities"
TEXT
  "$bin/whistle-gateway" --config "$folder/gateway.toml" >"$folder/gateway.log" 2>&1 &
  gateway=$!
  until_there "$gateway" "$folder/gateway.log" grep -q '^listening on' "$folder/gateway.log" || {
    gateway=
    return 1
  }
  port=$(sed -n 's/^listening on .*://p' "$folder/gateway.log")
}
