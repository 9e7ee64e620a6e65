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
trap 'kill "$server" 2> /dev/null; rm -r "$work"' EXIT
# A server that did not start says why.
until address=$(grep -o 'http://[^ ]*' "$work/log"); do kill -0 "$server" 2> /dev/null || { cat "$work/log"; exit 2; }; sleep 0.1; done
# Paragraphs from all over the record, one after the other from far apart: what is kept of one report is of no use for the next.
python3 -c '
import json, sys
from urllib.parse import quote
from urllib.request import urlopen
def items(page):
    return json.load(urlopen(sys.argv[2] + f"api/items?per=500&page={page}"))
last = items(1)["pages"]
paths = sorted({"/" + quote(item["path"].split("~")[0]) for page in range(1, last + 1, max(1, last // 20)) for item in items(page)["items"]})
paths = paths[::7] + paths[3::7]
words = ["newcomers", "travel+support", "kind:decision", "secretariat", "meeting"]
pages = {"paragraphs": paths, "searches": ["/search?q=" + word for word in words], "items": ["/items", "/items?kind=decision&sort=-date"], "home": ["/"], "matters": ["/threads"]}
done = "done=function(s, latency) io.write(string.format(\"    95%% %8.1fms\\n\", latency:percentile(95) / 1000)) end\n"
for name, some in pages.items():
    listed = ",".join(json.dumps(path) for path in some)
    open(sys.argv[1] + "/" + name + ".lua", "w").write("local p={" + listed + "}\nlocal i=0\nrequest=function() i=i+1; return wrk.format(\"GET\", p[i%#p+1]) end\n" + done)
' "$work" "$address"
for name in paragraphs searches items matters home; do
    printf '\n== %s\n' "$name"
    wrk -t2 -c16 -d"${seconds}s" --latency -s "$work/$name.lua" "$address" | grep -E '50%|95%|99%|Requests/sec|Non-2xx' || true
done
printf '\nmemory: %s kB\n' "$(ps -o rss= -p "$server")"
