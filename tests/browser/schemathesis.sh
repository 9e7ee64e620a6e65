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
trap 'kill "$server" 2> /dev/null; rm -r "$work"' EXIT
# A server that did not start says why.
until address=$(grep -o 'http://[^ ]*' "$work/log"); do kill -0 "$server" 2> /dev/null || { cat "$work/log"; exit 2; }; sleep 0.1; done
curl -s "${address}openapi.json" > "$work/openapi.json"
# Keys of the record, so that more than refusals is seen.
python3 - "$address" > "$work/schemathesis.toml" << 'END'
import json, sys
from urllib.request import urlopen
ask = lambda path: json.load(urlopen(sys.argv[1] + path))
hits = ask("api/search?q=kind:decision&per=100")["hits"]
key, place = next(hit["id"].split("#") for hit in hits if hit["id"].count("/") == 0)
body = ask("api/bodies")["names"][0]["path"].split("/")[1]
threads = ask("api/threads")["threads"]
values = {"/api/r/{key}": {"key": key}, "/api/r/{key}/{place}": {"key": key, "place": place}, "/api/{names}/{name}": {"names": "bodies", "name": body}}
if threads:
    values["/api/threads/{thread}"] = {"thread": threads[0]["thread"]}
for path, parameters in values.items():
    listed = ", ".join(f"{json.dumps(name)} = {json.dumps(value)}" for name, value in parameters.items())
    print(f"[[operations]]\ninclude-path = {json.dumps(path)}\nparameters = {{ {listed} }}\n")
END
export SCHEMATHESIS_HOOKS=schemathesis_hooks
cd "$here"
"$work/python/bin/schemathesis" --config-file "$work/schemathesis.toml" run "$work/openapi.json" --url "$address" --max-examples "${EXAMPLES:-50}" --phases examples,coverage,fuzzing
