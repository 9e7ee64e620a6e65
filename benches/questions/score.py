#!/usr/bin/env python3
"""How often does the answer to a judged question stand on top? Beside it plain BM25 over the same passages.

usage: score.py FOLDER QUESTIONS.jsonl [--program MINUTEBOOK] [--list]

Makes a workspace of the files in FOLDER in a temporary directory, runs the program over it, asks each question and prints, for
each kind of question and in all, success at 1 and at 3 (an answer of grade 2 there) and nDCG@10 (gains 1 and 3). A hit answers
where its file is that of the answer and its text, or the one neighbour shown on either side, holds the words. Questions of the
kind "absent" have no answer and are right where nothing is found or a note says that a word stands nowhere.
"""
import argparse, collections, json, math, os, re, shutil, subprocess, tempfile, unicodedata

K1, B, DEPTH = 1.5, 0.75, 10


def plain(text):
    text = unicodedata.normalize('NFKC', text).casefold()
    return ' '.join(re.sub(r'["\'`\u2018-\u201f\u00ab\u00bb\u00ad\u2010-\u2015-]', '', text).split())


def near(hit):
    before, after = hit.get('before') or [], hit.get('after') or []
    texts = [b['text'] for b in before[-1:]] + [hit['text'] or ''] + [a['text'] for a in after[:1]]
    return plain(' '.join(texts))


def ask(program, workspace, question):
    command = [program, 'search', question['q'], '--workspace', workspace, '--format', 'jsonl', '--limit', str(DEPTH)]
    done = subprocess.run(command + question.get('options', []), capture_output=True, text=True)
    hits = [json.loads(line) for line in done.stdout.splitlines()]
    return [(os.path.basename(h['source']), near(h), h['text']) for h in hits], done.stderr


class Bm25:
    """Robertson and Walker's BM25 over the passages that `extract` prints."""

    def __init__(self, program, folder):
        names = sorted(os.path.join(folder, name) for name in os.listdir(folder))
        done = subprocess.run([program, 'extract', '--format', 'jsonl', *names], capture_output=True, text=True)
        self.passages, self.holders = [], collections.defaultdict(list)
        for line in done.stdout.splitlines():
            document = json.loads(line)
            for block in document.get('blocks', []):
                words = re.findall(r'\w+', (block.get('text') or '').lower())
                if words:
                    name = os.path.basename(document['source']['path'])
                    for word, times in collections.Counter(words).items():
                        self.holders[word].append((len(self.passages), times))
                    self.passages.append((name, plain(block['text']), len(words)))
        self.mean = sum(p[2] for p in self.passages) / max(1, len(self.passages))

    def ask(self, question):
        scores = collections.defaultdict(float)
        for word in re.findall(r'\w+', question['q'].lower()):
            found = self.holders.get(word, [])
            rarity = math.log(1 + (len(self.passages) - len(found) + 0.5) / (len(found) + 0.5))
            for at, times in found:
                scores[at] += rarity * times * (K1 + 1) / (times + K1 * (1 - B + B * self.passages[at][2] / self.mean))
        best = sorted(scores, key=lambda at: (-scores[at], at))[:DEPTH]
        return [(*self.passages[at][:2], self.passages[at][1]) for at in best]


def judged(question, hits):
    """Rank of the first answer of grade 2, and nDCG@10."""
    answers = [(a['file'], plain(a['has']), a['grade']) for a in question['answers']]
    open_, gains, first = set(range(len(answers))), [], None
    for rank, (name, text, _) in enumerate(hits, 1):
        here = [n for n, (file, words, _) in enumerate(answers) if file == name and words in text]
        if first is None and any(answers[n][2] == 2 for n in here):
            first = rank
        gains.append(max((answers[n][2] for n in here if n in open_), default=0))
        open_ -= set(here)
    worth = lambda grades: sum((2 ** g - 1) / math.log2(rank + 1) for rank, g in enumerate(grades[:DEPTH], 1))
    ideal = sorted([g for g in gains if g] + [answers[n][2] for n in open_], reverse=True)
    return first, worth(gains) / worth(ideal) if ideal else 0.0


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('folder')
    options.add_argument('questions')
    options.add_argument('--program', default='minutebook')
    options.add_argument('--list', action='store_true', help='list the questions whose answer is not on top')
    given = options.parse_args()
    program = os.path.abspath(given.program) if os.path.sep in given.program else given.program
    with open(given.questions, encoding='utf-8') as lines:
        questions = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as workspace:
        shutil.copytree(given.folder, os.path.join(workspace, 'corpus'))
        subprocess.run([program, 'run', '--quiet', '--settle', '0', '--workspace', workspace])
        bm25, rows, absent = Bm25(program, given.folder), [], []
        for question in questions:
            hits, notes = ask(program, workspace, question)
            if question['kind_of_question'] == 'absent':
                absent.append(not hits or 'stands in no paragraph' in notes)
                continue
            rows.append((question, judged(question, hits), judged(question, bm25.ask(question)), hits))
    kinds = list(dict.fromkeys(row[0]['kind_of_question'] for row in rows)) + ['all']
    print(f'{"kind":<12}{"n":>4} | minutebook S@1   S@3  nDCG | BM25 S@1   S@3  nDCG')
    for kind in kinds:
        chosen = [row for row in rows if kind in ('all', row[0]['kind_of_question'])]
        mean = lambda which, score: sum(score(row[which]) for row in chosen) / len(chosen)
        figures = [[mean(which, lambda it: it[0] == 1), mean(which, lambda it: it[0] in (1, 2, 3)), mean(which, lambda it: it[1])]
                   for which in (1, 2)]
        print('{:<12}{:>4} |           {:.2f}  {:.2f}  {:.2f} |     {:.2f}  {:.2f}  {:.2f}'.format(kind, len(chosen), *figures[0], *figures[1]))
    if absent:
        print(f'absent, and said so: {sum(absent)} of {len(absent)}')
    if given.list:
        for question, (first, _), _, hits in rows:
            if first != 1:
                print(f'  {question["q"]} ({first or "-"}): {" ".join((hits[0][2] if hits else "nothing").split())[:110]}')


if __name__ == '__main__':
    main()
