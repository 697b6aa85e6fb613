#!/usr/bin/env bash
# The console in a browser, against a real engine and a real gateway: a day, then a look at every page.
# tests/console/run.sh BIN_FOLDER PICTURES_FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=$1 pictures=$2
pages=build/console/pages
if [ ! -e $pages/index.html ] || [ ! -d adapters/console/node_modules ] ||
  ! command -v chromium >/dev/null; then
  echo "skipped: the console is not built, or there is no browser; ./run test has both"
  exit 77
fi
folder=$(mktemp -d)
engine= gateway=
stop() {
  kill ${gateway:+"$gateway"} ${engine:+"$engine"} 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT

wait_for() {
  local process=$1 log=$2
  shift 2
  until "$@" 2>/dev/null; do
    kill -0 "$process" 2>/dev/null || { cat "$log" >&2; exit 1; }
    sleep 0.1
  done
}

"$bin/whistled" --rules config/base --city config/cities/changtai --data "$folder/journal" \
  --driven-from 1773190800000 --intake "ipc://$folder/intake" --work "ipc://$folder/work" \
  --watch "ipc://$folder/watch" --admin "ipc://$folder/admin" --compiled "$bin/../compiled" \
  --ready-file "$folder/ready" 2>"$folder/log" &
engine=$!
hash=$(echo whistle-demo | "$bin/whistle-gateway" hash-password)
account() {
  printf '[[account]]\nname = "%s"\ntitle = "%s"\nroles = [%s]\npassword = "%s"\n' "$@" "$hash"
}
{
  account zhuren 值班主任 '"supervisor", "dispatcher"'
  account zuoxi 热线坐席 '"intake"'
  account wangge 网格员 '"worker"'
} >"$folder/accounts.toml"
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
console = "$pages"
[people]
accounts = "$folder/accounts.toml"
TEXT
wait_for "$engine" "$folder/log" test -e "$folder/ready"
"$bin/whistle-gateway" --config "$folder/gateway.toml" >"$folder/gateway.log" 2>&1 &
gateway=$!
wait_for "$gateway" "$folder/gateway.log" grep -q '^listening on' "$folder/gateway.log"
base=http://127.0.0.1:$(sed -n 's/^listening on .*://p' "$folder/gateway.log")

node tests/console/day.mjs --base="$base" --out="$pictures" --whistle="$bin/whistle" \
  --admin="ipc://$folder/admin"
node tests/console/look.mjs --base="$base" --name=zhuren --password=whistle-demo \
  --out="$pictures" --looks=light,dark,phone
