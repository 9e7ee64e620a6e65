#!/usr/bin/env python3
"""Compare `minutebook extract --format lines` with `pdftotext -layout` and `mutool draw -F txt`, as whole processes.

usage: benches/extract.py [--rounds N] [--binary PATH] [DIRECTORY ...]

Every PDF below the directories (default: ../shared/gold/pdf and ../shared/corpus, as far as all three programs find text in
it) and three files of 240 pages that this script writes are read by each program in turn, one thread, output to nowhere.
Of each file the best of N rounds counts, so that a busy machine disturbs less; the table gives the sum of the bests and
the most memory that one file took. Needs pdftotext (poppler-utils) and mutool (mupdf-tools).
"""
import argparse, os, shutil, subprocess, sys, tempfile, time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent


def readers(binary):
    return {
        "minutebook": [binary, "extract", "{}", "--format", "lines"],
        "pdftotext": ["pdftotext", "-layout", "{}", "-"],
        "mutool": ["mutool", "draw", "-q", "-F", "txt", "{}"],
    }


def one(command, file):
    """Seconds, peak memory in MiB, and whether it ended well with some text."""
    command = [file if part == "{}" else part for part in command]
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
        process.returncode = status
        return took, usage.ru_maxrss / 1024, status == 0 and out.tell() > 100


def written(folder, name, pages, kerned):
    """A report of many pages, as large producers write them: word by word, or with every gap between letters."""
    words = "the meeting agreed that working groups would circulate revised guidelines before next virtual session".split()
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", None, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for page in range(pages):
        lines = ["BT /F1 11 Tf 14 TL 72 740 Td"]
        for line in range(48):
            text = [words[(page * 7 + line * 5 + word) % len(words)] for word in range(13)]
            if kerned:
                inner = " ".join(f"({letter}) {-(ord(letter) % 9)}" for letter in " ".join(text))
                lines.append(f"[{inner}] TJ T*")
            else:
                lines.append(f"({line + 1}. {' '.join(text)}) Tj T*")
        content = "\n".join(lines + ["ET"])
        kids.append(len(bodies) + 1)
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(bodies) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        bodies.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    bodies[1] = f"<< /Type /Pages /Count {pages} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>"
    data, table = "%PDF-1.5\n", []
    for number, body in enumerate(bodies, 1):
        table.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010} 00000 n \n" for at in table)
    data += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path = os.path.join(folder, name)
    Path(path).write_bytes(data.encode("latin-1"))
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--binary", default=str(HERE / "target" / "release" / "minutebook"))
    parser.add_argument("directories", nargs="*")
    options = parser.parse_args()
    for peer in ("pdftotext", "mutool"):
        if not shutil.which(peer):
            sys.exit(f"{peer} is not installed; on Debian: apt install poppler-utils mupdf-tools")
    shared = Path(os.environ.get("MINUTEBOOK_SHARED", HERE.parent / "shared"))
    directories = options.directories or [str(shared / "gold" / "pdf"), str(shared / "corpus")]
    files = [str(file) for directory in directories for file in sorted(Path(directory).rglob("*.pdf"))]
    commands = readers(options.binary)
    total, peak, counted, over = dict.fromkeys(commands, 0.0), dict.fromkeys(commands, 0.0), 0, []
    with tempfile.TemporaryDirectory() as folder:
        long_files = [("words.pdf", 240, False), ("kerned.pdf", 240, True), ("longer.pdf", 480, False)]
        files += [written(folder, name, pages, kerned) for name, pages, kerned in long_files]
        for file in files:
            best = {}
            for _ in range(options.rounds):
                for name, command in commands.items():
                    took, memory, sound = one(command, file)
                    known = best.get(name, (took, 0.0, True))
                    best[name] = (min(known[0], took), max(known[1], memory), known[2] and sound)
            if not all(sound for _, _, sound in best.values()):
                continue
            counted += 1
            for name, (took, memory, _) in best.items():
                total[name] += took
                peak[name] = max(peak[name], memory)
            size = os.path.getsize(file) / 2**20
            if best["minutebook"][1] > 150 + 3 * size:
                over.append(f"{file}: {best['minutebook'][1]:.0f} MiB for {size:.1f} MiB")
    load = os.getloadavg()[0]
    print(f"{counted} of {len(files)} files with text, best of {options.rounds}, load {load:.1f} on {os.cpu_count()} cores")
    print(f"{'program':<12}{'seconds':>10}{'minutebook is':>16}{'most memory':>14}")
    for name in commands:
        print(f"{name:<12}{total[name]:>10.2f}{total[name] / total['minutebook']:>14.1f} x{peak[name]:>10.0f} MiB")
    for line in over:
        print("more memory than 150 MiB + 3 x the file:", line)


if __name__ == "__main__":
    main()
