#!/usr/bin/env bash
# Whether the answers for programs are as openapi.json says: schemathesis.sh WORKSPACE. Needs python3; Schemathesis comes from PyPI.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${MINUTEBOOK:-$here/../../target/debug/minutebook}
work=$(mktemp -d)
python3 -m venv "$work/python"
"$work/python/bin/pip" -q install schemathesis
"$program" serve --port 0 --workspace "$1" 2> "$work/log" &
server=$!
trap 'kill "$server"; rm -r "$work"' EXIT
until address=$(grep -o 'http://[^ ]*' "$work/log"); do sleep 0.1; done
curl -s "${address}openapi.json" > "$work/openapi.json"
"$work/python/bin/schemathesis" run "$work/openapi.json" --url "$address" --max-examples "${EXAMPLES:-50}" --phases examples,coverage,fuzzing
