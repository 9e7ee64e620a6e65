#!/usr/bin/env bash
# Reads the sample corpus on Spark in local mode and with `minutebook run`, and compares the two indexes.
# Needs Java 17 and pyspark (`pip install pyspark`); says so and ends well where they are absent.
#
#   examples/spark/test.sh [PROGRAM [CORPUS]]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$here/../..
program=$(realpath "${1:-$project/target/release/minutebook}")
corpus=$(realpath "${2:-$project/corpus}")
python=${PYTHON:-python3}

skip() { echo "skipped: $1"; exit 0; }
[ -x "$program" ] || skip "$program is absent: cargo build --release"
command -v java >/dev/null || skip "Java is absent"
"$python" -c 'import pyspark' 2>/dev/null || skip "pyspark is absent: pip install pyspark"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/cluster" "$scratch/alone"
cp -rL "$corpus" "$scratch/cluster/corpus"
cp -rL "$corpus" "$scratch/alone/corpus"
chmod -R u+w "$scratch"

echo "== Spark reads, local mode on two cores"
PYSPARK_PYTHON=$python PYSPARK_SUBMIT_ARGS="--master local[2] --conf spark.ui.enabled=false pyspark-shell" \
  "$python" "$here/read_corpus.py" "$scratch/cluster" "$scratch/documents" --minutebook "$program" --partitions 6 \
  2>"$scratch/spark.log" || { cat "$scratch/spark.log"; exit 1; }
ls "$scratch/documents"

echo "== one machine builds the index from what they read"
cat "$scratch"/documents/part-* | "$program" run --from-jsonl - --workspace "$scratch/cluster" || [ $? = 1 ]

echo "== the same corpus, read by the run itself"
"$program" run --quiet --workspace "$scratch/alone" || [ $? = 1 ]

for file in items.csv items.jsonl kinds/decisions.csv; do
  cmp "$scratch/cluster/outputs/$file" "$scratch/alone/outputs/$file"
  echo "the same in both: outputs/$file"
done
"$program" search 'kind:decision' --limit 2 --workspace "$scratch/cluster"
echo "passed: $(($(wc -l < "$scratch/cluster/outputs/items.jsonl"))) items"
