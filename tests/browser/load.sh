#!/usr/bin/env bash
# How quick the pages are with 16 readers at once: load.sh WORKSPACE [SECONDS]. Needs wrk, curl and python3, and a program built
# with --release (MINUTEBOOK names another).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${MINUTEBOOK:-$here/../../target/release/minutebook}
workspace=$1
seconds=${2:-10}
work=$(mktemp -d)
"$program" serve --port 0 --workspace "$workspace" 2> "$work/log" &
server=$!
trap 'kill "$server"; rm -r "$work"' EXIT
until address=$(grep -o 'http://[^ ]*' "$work/log"); do sleep 0.1; done
curl -s "${address}api/items?per=500" | python3 -c '
import json, sys
from urllib.parse import quote
paths = sorted({"/" + quote(item["path"].split("~")[0]) for item in json.load(sys.stdin)["items"]})
words = ["newcomers", "travel+support", "kind:decision", "secretariat", "meeting"]
pages = {"paragraphs": paths, "searches": ["/search?q=" + word for word in words], "items": ["/items", "/items?kind=decision&sort=-date"], "home": ["/"]}
for name, some in pages.items():
    listed = ",".join(json.dumps(path) for path in some)
    open(sys.argv[1] + "/" + name + ".lua", "w").write("local p={" + listed + "}\nlocal i=0\nrequest=function() i=i+1; return wrk.format(\"GET\", p[i%#p+1]) end\n")
' "$work"
for name in paragraphs searches items home; do
    printf '\n== %s\n' "$name"
    wrk -t2 -c16 -d"${seconds}s" --latency -s "$work/$name.lua" "$address" | grep -E '50%|90%|99%|Requests/sec|Non-2xx' || true
done
printf '\nmemory: %s kB\n' "$(ps -o rss= -p "$server")"
