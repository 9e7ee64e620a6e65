#!/usr/bin/env python3
"""Reads a corpus on a Spark cluster: each partition of the file list goes through `minutebook extract --format jsonl`.

    spark-submit read_corpus.py WORKSPACE OUT [--minutebook PROGRAM] [--partitions N]

WORKSPACE is seen by all workers under the same path (a shared file system), and so is OUT, a new folder: each partition
writes its documents there, one a line. Then one machine builds the index:

    cat OUT/part-* | minutebook run --from-jsonl - --workspace WORKSPACE

Reading a file is a pure function, so that a partition that is tried twice, or on another machine, gives the same lines.
"""

import argparse
import subprocess
from pathlib import Path

from pyspark.sql import SparkSession

FORMATS = {".pdf", ".txt", ".text", ".md", ".markdown"}


def reports(workspace):
    """Paths of the corpus relative to the workspace, largest first, so that long ones are not begun last."""
    corpus = Path(workspace) / "corpus"
    files = [path for path in corpus.rglob("*") if path.suffix.lower() in FORMATS and path.name != "README.md"]
    files.sort(key=lambda path: (-path.stat().st_size, path))
    return [str(path.relative_to(workspace)) for path in files]


def read(paths, program, workspace):
    """The documents of one partition as JSON lines; a file that cannot be read is a line with its reason."""
    paths = list(paths)
    if not paths:
        return []
    extract = [program, "extract", "--format", "jsonl", "--workspace", workspace, "-"]
    done = subprocess.run(extract, input="\n".join(paths), cwd=workspace, text=True, encoding="utf-8",
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    # 1 says that a file could not be read, which its line tells; anything else is a failure of the task, to be tried again.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"minutebook extract ended with {done.returncode}: {done.stderr.strip()}")
    # Not splitlines(): text may hold separators that JSON leaves as they are.
    return [line for line in done.stdout.split("\n") if line]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace")
    parser.add_argument("out")
    parser.add_argument("--minutebook", default="minutebook", help="the program, as the workers find it")
    parser.add_argument("--partitions", type=int, help="default: four for each core of the cluster")
    options = parser.parse_args()
    workspace, program = str(Path(options.workspace).resolve()), options.minutebook

    spark = SparkSession.builder.appName("minutebook: read the corpus").getOrCreate()
    context = spark.sparkContext
    paths = reports(workspace)
    count = max(1, min(options.partitions or 4 * context.defaultParallelism, len(paths)))
    # Dealt out like cards: each partition gets large and small files alike.
    hands = [paths[nth::count] for nth in range(count)]
    lines = context.parallelize(hands, count).flatMap(lambda hand: read(hand, program, workspace))
    lines.saveAsTextFile(Path(options.out).resolve().as_uri())
    print(f"{len(paths)} files in {count} partitions: {options.out}/part-*")
    spark.stop()


main()
