#!/usr/bin/env bash
# The console in a browser, against a real engine and a real gateway: a day, then a look at every page.
# tests/console/run.sh BIN_FOLDER PICTURES_FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/console/town.sh
bin=$1 pictures=$2
if [ ! -e build/console/pages/index.html ] || [ ! -d adapters/console/node_modules ] ||
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

engine_in "$folder" "$bin" config/cities/changtai 1773190800000
gateway_in "$folder" "$bin" config/cities/changtai
base=http://127.0.0.1:$port

node tests/console/day.mjs --base="$base" --out="$pictures" --whistle="$bin/whistle" \
  --admin="ipc://$folder/admin"
node tests/console/look.mjs --base="$base" --name=zhuren --password=whistle-demo \
  --out="$pictures" --looks=light,dark,phone,paper
