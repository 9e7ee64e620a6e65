#!/usr/bin/env bash
# Whole runs against the peers of Debian, as ratios on the same machine and files; docs/operations.md has the figures.
#
#   benches/run.sh [CORPUS [COUNT]]
#
# CORPUS: a folder of digital PDFs (default: made by make_reports.py). COUNT: reports made for the nights (default 2000; the
# targets are for 10000). Needs pdftotext (poppler-utils), recollindex (recollcmd) and GNU time; says so where one is absent.
# CPU seconds (user and system) are compared as well as the clock: on a busy machine only they mean anything.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=${MINUTEBOOK:-$here/../target/release/minutebook}
count=${2:-2000}
rounds=${ROUNDS:-3}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/minutebook-bench.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

has() { command -v "$1" >/dev/null || { echo "skipped: $1 is absent"; return 1; }; }
has "$program"; type -P time >/dev/null || { echo "GNU time is absent (Debian: time)"; exit 1; }

# Runs a command and prints wall seconds, CPU seconds and peak KiB; exit status 1 (something to look at) is fine.
measure() {
  { command time -f '%e %U %S %M' "$@" >/dev/null 2>"$scratch/err"; } 2>"$scratch/time" || true
  tail -n 1 "$scratch/err" | awk '{ printf "%.2f %.2f %d\n", $1, $2 + $3, $4 }'
}
# The best of some rounds, by CPU: noise only ever adds. The rounds of two commands that are compared alternate.
best() { sort -k2,2n "$1" | head -n 1; }
row() { printf '| %-46s | %8s | %8s | %10s |\n' "$@"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'; }

workspace() { rm -rf "$scratch/$1"; mkdir -p "$scratch/$1"; cp -rL "$2" "$scratch/$1/corpus"; chmod -R u+w "$scratch/$1"; }
whole_run() { rm -rf "$scratch/$1/indexes" "$scratch/$1/outputs"; measure "$program" run --quiet --jobs "$2" --workspace "$scratch/$1"; }
texts() { find "$scratch/$1/corpus" -name '*.pdf' -exec pdftotext -layout {} /dev/null \; ; }
export scratch
export -f texts

corpus=${1:-}
if [ -z "$corpus" ]; then corpus=$scratch/made; python3 "$here/make_reports.py" "$corpus" 200; fi
workspace pair "$corpus"
echo "load: $(cut -d' ' -f1-3 /proc/loadavg); $(find "$scratch/pair/corpus" -name '*.pdf' | wc -l) PDFs, $(du -sh "$scratch/pair/corpus" | cut -f1)"
row "" "wall s" "CPU s" "peak KiB"; row "---" "---:" "---:" "---:"

for _ in $(seq "$rounds"); do
  whole_run pair 1 >>"$scratch/one"
  if has pdftotext; then measure bash -c 'texts pair' >>"$scratch/text"; fi
  whole_run pair 2 >>"$scratch/two"
done
read -r one_wall one_cpu one_peak < <(best "$scratch/one")
row "minutebook run, one thread" "$one_wall" "$one_cpu" "$one_peak"
if [ -s "$scratch/text" ]; then
  read -r text_wall text_cpu text_peak < <(best "$scratch/text")
  row "pdftotext -layout, file by file" "$text_wall" "$text_cpu" "$text_peak"
fi
read -r two_wall two_cpu two_peak < <(sort -k1,1n "$scratch/two" | head -n 1)
row "minutebook run, two threads" "$two_wall" "$two_cpu" "$two_peak"
if has recollindex; then
  mkdir -p "$scratch/recoll"
  printf 'topdirs = %s\nskippedNames =\nidxflushmb = 50\n' "$scratch/pair/corpus" >"$scratch/recoll/recoll.conf"
  read -r recoll_wall recoll_cpu recoll_peak < <(RECOLL_CONFDIR=$scratch/recoll measure recollindex -c "$scratch/recoll" -z)
  row "recollindex -z" "$recoll_wall" "$recoll_cpu" "$recoll_peak"
fi

python3 "$here/make_reports.py" "$scratch/many/corpus" "$count"
read -r full_wall full_cpu full_peak < <(whole_run many 2)
row "first run of $count reports, two threads" "$full_wall" "$full_cpu" "$full_peak"
read -r idle_wall idle_cpu idle_peak < <(measure "$program" run --quiet --workspace "$scratch/many")
row "nothing changed among $count" "$idle_wall" "$idle_cpu" "$idle_peak"
# A comment after the end changes the bytes and nothing that is read.
find "$scratch/many/corpus" -name '*.pdf' | sort | awk 'NR % 100 == 0' | while read -r file; do echo '% changed' >>"$file"; done
read -r part_wall part_cpu part_peak < <(measure "$program" run --quiet --settle 0 --workspace "$scratch/many")
row "1 % of $count changed" "$part_wall" "$part_cpu" "$part_peak"

echo
[ -n "${text_cpu:-}" ] && echo "run / pdftotext -layout, one thread, CPU: $(ratio "$one_cpu" "$text_cpu") (target: below 1); clock: $(ratio "$one_wall" "$text_wall")"
echo "one thread / two threads, clock: $(ratio "$one_wall" "$two_wall") (target: 1.7)"
[ -n "${recoll_cpu:-}" ] && echo "recollindex / run on one thread, CPU: $(ratio "$recoll_cpu" "$one_cpu") (target: 5); clock: $(ratio "$recoll_wall" "$one_wall")"
echo "1 % changed / first run, CPU: $(ratio "$part_cpu" "$full_cpu") (target: below 0.05); clock: $(ratio "$part_wall" "$full_wall")"
echo "peak of the first run: $((full_peak / 1024)) MiB (target for 10000: below 512)"
echo
echo "Where the first run's time went (reading stages are summed over threads):"
sed -n '/^## Time/,$p' "$scratch/many/outputs/run-report.md"
