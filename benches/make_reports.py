#!/usr/bin/env python3
"""Makes a corpus of any size for benches: meeting reports as PDF, each with words of its own.

    make_reports.py DIRECTORY COUNT [SEED]

Each report has a title, a date line, headings, numbered paragraphs with decisions and actions, an annex with a list, running
heads and page numbers, in the standard fonts: about six pages. The same seed gives the same bytes. No library is needed.
"""

import random
import sys
import textwrap
import zlib
from datetime import date, timedelta
from pathlib import Path

BODIES = ["Advisory Group", "Steering Committee", "Working Group on Access", "Programme Board", "Council of Regions",
          "Technical Panel", "Bureau", "Forum of Libraries"]
ACTORS = ["the Secretariat", "the Chair", "the working group", "the co-facilitators", "the host country",
          "the drafting team", "the regional offices", "the programme committee", "several members", "one member"]
TOPICS = ["newcomers", "workshop proposals", "the main session", "capacity building", "remote participation",
          "travel support", "the trust fund", "best practices", "policy options", "the thematic tracks",
          "the opening ceremony", "data governance", "accessibility", "connectivity in remote areas", "the evaluation criteria",
          "interpretation", "the mailing list", "the renewal of members", "the annual report", "gender balance"]
THINGS = ["a short paper", "the draft agenda", "the list of proposals", "a note on lessons learned", "the timeline",
          "the terms of reference", "guidelines for moderators", "the budget", "a survey of participants", "a summary"]
VERBS = ["circulate", "finalise", "review", "publish", "prepare", "translate", "summarise", "update", "present"]
SYLLABLES = ["ka", "lo", "vi", "ter", "an", "do", "mer", "is", "tu", "pel", "gra", "no", "sen", "ri", "fal", "ost"]
PLAIN = ["Members recalled the discussion on {t} at the earlier meeting and thanked {a} for {w}.",
         "It was noted that {t} had been raised by delegations from {n}, and that views on it still differed widely.",
         "{A} gave an account of {t}, with figures from {n}, and answered questions on cost, timing and staff.",
         "Some participants felt that {t} deserved more time, while others preferred to return to {u} first."]
ITEMS = ["It was agreed that {t} would be taken up together with {u} from the next cycle on.",
         "{A} will {v} {w} on {t} by {d}.", "{A} was requested to {v} {w} before the next meeting.",
         "It was recommended that {t} be given a session of its own, open to all members.",
         "The meeting decided to {v} {w} and to invite comments on {t} until {d}."]
HEADINGS = ["Opening", "Adoption of the agenda", "Review of the past year", "Preparations", "Finance", "Outreach",
            "Working methods", "Any other business"]
WIDTH, HEIGHT, MARGIN, LEADING, SIZE = 595, 842, 72, 14, 11
LINES, LETTERS = 46, 84


def words(chance):
    actor = chance.choice(ACTORS)
    return {"t": chance.choice(TOPICS), "u": chance.choice(TOPICS), "a": actor, "A": actor[0].upper() + actor[1:],
            "v": chance.choice(VERBS), "w": chance.choice(THINGS),
            "n": "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize(),
            "d": f"{chance.randint(1, 28)} {chance.choice(['May', 'June', 'October', 'November'])}"}


def sentence(chance):
    # One sentence in nine is a decision, an action or a recommendation, as in reports of real bodies.
    return chance.choice(ITEMS if chance.random() < 0.11 else PLAIN).format(**words(chance))


def lines_of(chance, number):
    """Lines of one report as (bold, text); an empty text is a gap."""
    body, day = chance.choice(BODIES), date(2006, 1, 9) + timedelta(days=number % 6900)
    lines = [(True, f"Report of the {body}, meeting {number}"), (False, f"{day.day} {day:%B %Y}"), (False, "")]
    paragraph = 0
    for heading in HEADINGS:
        lines += [(True, heading), (False, "")]
        for _ in range(chance.randint(3, 6)):
            paragraph += 1
            text = " ".join(sentence(chance) for _ in range(chance.randint(2, 5)))
            lines += [(False, line) for line in textwrap.wrap(f"{paragraph}. {text}", LETTERS)] + [(False, "")]
    lines += [(True, "Annex I"), (True, "List of proposals"), (False, "")]
    for entry in range(1, 11):
        lines += [(False, line) for line in textwrap.wrap(f"{entry}. {sentence(chance)}", LETTERS)] + [(False, "")]
    return body, lines


def escaped(text):
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def page(body, lines, number):
    parts = [f"BT /F1 8 Tf {MARGIN} {HEIGHT - 40} Td ({escaped(body)}) Tj ET"]
    for row, (bold, text) in enumerate(lines):
        if text:
            y = HEIGHT - MARGIN - row * LEADING
            parts.append(f"BT /{'F2' if bold else 'F1'} {SIZE} Tf {MARGIN} {y} Td ({escaped(text)}) Tj ET")
    parts.append(f"BT /F1 8 Tf {WIDTH / 2:.0f} 40 Td ({number}) Tj ET")
    return zlib.compress("\n".join(parts).encode("latin-1"))


def pdf(body, lines):
    pages = [lines[at:at + LINES] for at in range(0, len(lines), LINES)]
    kids = " ".join(f"{5 + 2 * nth} 0 R" for nth in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>"]
    for nth, part in enumerate(pages):
        content = page(body, part, nth + 1)
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {6 + 2 * nth} 0 R"
                       "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>".encode())
        objects.append(f"<</Length {len(content)}/Filter/FlateDecode>>stream\n".encode() + content + b"\nendstream")
    out, offsets = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for nth, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{nth} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        out += f"{offset:010} 00000 n \n".encode()
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def main():
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for number in range(1, count + 1):
        body, lines = lines_of(random.Random(seed * 1_000_003 + number), number)
        place = folder / f"{number // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"report-{number:06}.pdf").write_bytes(pdf(body, lines))


main()
