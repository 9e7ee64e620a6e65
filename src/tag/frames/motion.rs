//! Motions: what was moved, by whom, and what became of it, however many lines it takes. One item each.
//!
//! A motion with an outcome is a decision of the body (also where it was lost); one without is a proposal. Who moved and seconded it
//! neither holds it nor acts.

use super::data::Frames;
use super::forms;
use super::phrases::{Phrases, Plain};
use crate::language::Language;
use crate::model::{Block, BlockType};
use crate::tag::sentences;
use std::ops::Range;

/// What became of a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is the body's decision.
    Carried,
    /// It is not.
    Lost,
    /// It was put off or referred.
    Deferred,
    /// It was taken back.
    Withdrawn,
}

impl Outcome {
    /// The word for it in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Lost => "lost",
            Self::Deferred => "deferred",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A motion and the sentences that it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Motion {
    /// Its sentences, each a block and the bytes in it, in order: what is moved first.
    pub pieces: Vec<(usize, Range<usize>)>,
    /// What became of it.
    pub outcome: Option<Outcome>,
}

/// The longest sentence that is nothing but an outcome, in words: "Motion carried by a unanimous voice vote - 5 (Abstained: Lee)."
const LONGEST_OUTCOME: usize = 22;
/// The longest sentence that begins with a bare "Carried" or "Approved", in words.
const LONGEST_BARE: usize = 10;
/// The longest line that only says who moved, who seconded, how each voted, in words.
const LONGEST_PART: usize = 40;
/// "Commissioner Lee seconds.", in words.
const LONGEST_SECOND: usize = 5;
/// "seconded" stands behind a name of at most so many words.
const LATEST_SECOND: usize = 6;
/// Sentences of discussion that may stand between a motion and its outcome.
const MOST_BETWEEN: usize = 8;

/// The motions of a report, in order.
#[must_use]
pub fn motions(blocks: &[Block], frames: &Frames, language: &Language) -> Vec<Motion> {
    let mut finder = Finder { frames, language, found: Vec::new(), open: None, last: None };
    for (index, block) in blocks.iter().enumerate() {
        match block.block_type {
            BlockType::Heading | BlockType::Annex => finder.heading(index, &block.text),
            BlockType::Paragraph | BlockType::ListItem => finder.block(index, &block.text),
            _ => {}
        }
    }
    finder.close();
    finder.found
}

/// What became of a motion, as the words of one item tell it.
#[must_use]
pub fn outcome_in(text: &str, frames: &Frames) -> Option<Outcome> {
    let plain = Plain::of(text);
    let moved = frames.motion.opens.find(&plain).is_some() || (0..plain.len()).any(|at| plain.word(at) == "motion");
    if moved { told(&plain, frames) } else { None }
}

/// Whether words only say who moved or seconded: "Proposed by: Lee", "Seconded by Park."; votes say more.
#[must_use]
pub fn tells_who(text: &str, frames: &Frames) -> bool {
    let plain = Plain::of(text);
    let counts = (0..plain.len()).any(|at| plain.word(at).bytes().any(|letter| letter.is_ascii_digit()));
    !counts && is_part(&plain, text, &frames.motion.by)
}

struct Finder<'a> {
    frames: &'a Frames,
    language: &'a Language,
    found: Vec<Motion>,
    open: Option<Open>,
    /// The last sentence that is no part of a motion, with its block.
    last: Option<(usize, Range<usize>)>,
}

struct Open {
    pieces: Vec<(usize, Range<usize>)>,
    /// It was called a motion, not only followed by "Proposed by".
    called: bool,
    between: usize,
}

enum Sort {
    Opens,
    Part,
    Outcome(Outcome),
    Other,
}

impl Finder<'_> {
    /// A heading begins anew and can be what is moved ("Lee for treasurer"); "Proposed by: Lee" as a heading is part of what it follows.
    fn heading(&mut self, index: usize, text: &str) {
        let plain = Plain::of(text);
        if is_part(&plain, text, &self.frames.motion.part) && (self.open.is_some() || self.last.is_some()) {
            return self.block(index, text);
        }
        self.close();
        self.last = Some((index, 0..text.len()));
    }

    fn block(&mut self, index: usize, text: &str) {
        for span in sentences::split(text) {
            let Some(sentence) = text.get(span.clone()) else { continue };
            let plain = Plain::of(sentence);
            if plain.is_empty() {
                continue;
            }
            match self.sort(&plain, sentence) {
                Sort::Opens => {
                    self.close();
                    self.open = Some(Open { pieces: vec![(index, span)], called: true, between: 0 });
                    if let Some(outcome) = told(&plain, self.frames) {
                        self.settle(outcome);
                    }
                }
                Sort::Outcome(outcome) => {
                    if self.open.is_none()
                        && let Some((block, last)) = self.last.take().filter(|(block, _)| index - block <= 1)
                    {
                        self.open = Some(Open { pieces: vec![(block, last)], called: false, between: 0 });
                    }
                    if let Some(open) = &mut self.open {
                        open.pieces.push((index, span));
                        self.settle(outcome);
                    }
                }
                Sort::Part => {
                    if self.open.is_none() {
                        let moved = self.last.take().filter(|(block, _)| index - block <= 1);
                        self.open = moved.map(|moved| Open { pieces: vec![moved], called: false, between: 0 });
                    }
                    if let Some(open) = &mut self.open {
                        open.pieces.push((index, span));
                    }
                }
                Sort::Other => {
                    if let Some(open) = &mut self.open {
                        open.between += 1;
                        if open.between > MOST_BETWEEN {
                            self.close();
                        }
                    }
                    self.last = Some((index, span));
                }
            }
        }
    }

    fn sort(&self, plain: &Plain, sentence: &str) -> Sort {
        let motion = &self.frames.motion;
        if plain.len() <= LONGEST_OUTCOME
            && let Some(outcome) = short(plain, sentence, self.frames)
        {
            return Sort::Outcome(outcome);
        }
        let open = self.open.is_some();
        // "M/S/C" alone behind what was moved.
        if open && motion.carried.is_whole(plain) {
            return Sort::Outcome(Outcome::Carried);
        }
        if open && let Some(outcome) = counted(plain, self.frames) {
            return Sort::Outcome(outcome);
        }
        if is_part(plain, sentence, &motion.part) {
            return Sort::Part;
        }
        let seconds = plain.len() <= LONGEST_SECOND && motion.seconds.find(plain).is_some();
        if seconds && (open || self.last.is_some()) {
            return Sort::Part;
        }
        if open && motion.question.find(plain).is_some() {
            // "Lee seconded the motion, which carried by the following vote: ...", "On the question, the motion carried ...".
            if let Some(outcome) = told(plain, self.frames) {
                return Sort::Outcome(outcome);
            }
            if motion.seconds.find(plain).is_some_and(|found| found.start <= LATEST_SECOND) && !self.opens(plain) {
                return Sort::Part;
            }
        }
        if self.opens(plain) { Sort::Opens } else { Sort::Other }
    }

    /// Whether a sentence puts a motion: "Lee moved that", "Motion to", but not "She moved to Oslo", "the motion sensor".
    fn opens(&self, plain: &Plain) -> bool {
        let Some(found) = self.frames.motion.opens.find(plain) else { return false };
        let first = plain.word(found.start);
        let last = plain.word(found.end.saturating_sub(1));
        if first == "moved" && matches!(last, "to" | "the" | "for" | "and") {
            // "moved to approve", "moved the adoption", "moved and seconded"; other things are moved to a place.
            let next = plain.word(found.end);
            let noun = self.frames.motion.moved_noun.end_at(plain, found.end).is_some();
            return noun || last != "the" && forms::is_settling(next, self.language);
        }
        if first == "vote" {
            return found.start == 0;
        }
        true
    }

    fn settle(&mut self, outcome: Outcome) {
        if let Some(open) = self.open.take() {
            self.found.push(Motion { pieces: open.pieces, outcome: Some(outcome) });
        }
    }

    /// Ends what is open: without an outcome a motion is a proposal, and what was only "proposed by" somebody is left to its words.
    fn close(&mut self) {
        self.last = None;
        if let Some(open) = self.open.take().filter(|open| open.called) {
            self.found.push(Motion { pieces: open.pieces, outcome: None });
        }
    }
}

fn is_part(plain: &Plain, sentence: &str, part: &Phrases) -> bool {
    let Some(end) = part.end_at(plain, 0) else { return false };
    let marked = sentence
        .get(plain.bytes(0..end).end..)
        .is_some_and(|rest| rest.trim_start().starts_with([':', '-', '\u{2013}']));
    // "Seconded by Lee." is a part, "Seconded by many, the plan was popular" is not one of a motion.
    plain.len() <= LONGEST_PART && (marked || plain.len() <= end + 4)
}

fn short(plain: &Plain, sentence: &str, frames: &Frames) -> Option<Outcome> {
    let motion = &frames.motion;
    // A single word is an outcome where hardly anything stands beside it: "Unanimous (Lee abstained)."
    let opens = |phrases: &Phrases| {
        phrases.end_at(plain, 0).is_some_and(|end| end > 1 || is_bare(plain, sentence) || told(plain, frames).is_some())
    };
    let sorts = [
        (&motion.short_lost, Outcome::Lost),
        (&motion.short_carried, Outcome::Carried),
        (&motion.short_deferred, Outcome::Deferred),
        (&motion.short_withdrawn, Outcome::Withdrawn),
    ];
    sorts.into_iter().find(|(phrases, _)| opens(phrases)).map(|(_, outcome)| outcome)
}

/// Whether a single word is the outcome of what stands before: "Approved as presented." and "Carried 5-0." are, "Approved the plan.",
/// "Approved minutes are late." and "Agreed to meet." are lines of their own.
fn is_bare(plain: &Plain, sentence: &str) -> bool {
    const GOES_ON: [&str; 22] = [
        "as",
        "with",
        "by",
        "unanimously",
        "nem",
        "on",
        "in",
        "subject",
        "without",
        "at",
        "after",
        "pending",
        "until",
        "for",
        "from",
        "no",
        "one",
        "two",
        "three",
        "again",
        "indefinitely",
        "sine",
    ];
    let (first, second) = (plain.word(0), plain.word(1));
    let put_off = matches!(first, "deferred" | "postponed" | "referred" | "tabled" | "continued" | "moved");
    let written = sentence.get(plain.bytes(1..2)).is_some_and(|word| word.starts_with(char::is_lowercase));
    let loose = matches!(first, "unanimous" | "carried" | "passed" | "failed" | "lost" | "defeated");
    // "Agreed on a text": no outcome, but what was agreed.
    let own = first == "agreed" && matches!(second, "on" | "with" | "for" | "by");
    !own && plain.len() <= LONGEST_BARE
        && (loose || !written || GOES_ON.contains(&second) || put_off && matches!(second, "to" | "back"))
}

/// The outcome that votes tell where no word does: "Ayes: 5; Noes: 0".
fn counted(plain: &Plain, frames: &Frames) -> Option<Outcome> {
    let votes = |phrases: &Phrases| -> Option<u32> {
        let found = phrases.find(plain)?;
        let behind = (found.end..plain.len()).take(2).find_map(|at| plain.word(at).parse().ok());
        behind.or_else(|| plain.word(found.start.checked_sub(1)?).parse().ok())
    };
    let (ayes, noes) = (votes(&frames.motion.for_it)?, votes(&frames.motion.against)?);
    (ayes != noes).then_some(if ayes > noes { Outcome::Carried } else { Outcome::Lost })
}

fn told(plain: &Plain, frames: &Frames) -> Option<Outcome> {
    let motion = &frames.motion;
    let sorts = [
        (&motion.lost, Outcome::Lost),
        (&motion.withdrawn, Outcome::Withdrawn),
        (&motion.deferred, Outcome::Deferred),
        (&motion.carried, Outcome::Carried),
    ];
    sorts.into_iter().find(|(phrases, _)| phrases.find(plain).is_some()).map(|(_, outcome)| outcome)
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "a wrong boundary is meant to fail the test")]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::bare(BlockType::Paragraph, text)
    }

    /// Words and outcome of each motion.
    fn found(blocks: &[Block]) -> Vec<(String, Option<Outcome>)> {
        let words = |motion: &Motion| {
            let pieces: Vec<&str> =
                motion.pieces.iter().map(|(block, span)| &blocks[*block].text[span.clone()]).collect();
            pieces.join(" ")
        };
        motions(blocks, &Frames::embedded().unwrap(), &Language::embedded().unwrap())
            .iter()
            .map(|motion| (words(motion), motion.outcome))
            .collect()
    }

    #[track_caller]
    fn one(text: &str, outcome: Option<Outcome>) {
        assert_eq!(found(&[paragraph(text)]), [(text.to_owned(), outcome)]);
    }

    #[test]
    fn motions_of_one_paragraph() {
        one("Motion by Lee, seconded by Park, to waive the fee. Carried 5-0.", Some(Outcome::Carried));
        one("Commissioner Lee moved that the fee be waived. Seconded by Park. Motion failed 2-3.", Some(Outcome::Lost));
        one("It was moved and seconded to waive the fee. The motion was tabled.", Some(Outcome::Deferred));
        one("M/S/C (Lee/Park) to waive the fee.", Some(Outcome::Carried));
        one("Motion to waive the fee (Lee/Park), passed unanimously.", Some(Outcome::Carried));
        one("Lee moved that the fee be waived.", None);
        one("On motion of Lee, seconded by Park, the minutes were approved.", Some(Outcome::Carried));
        one("A motion to waive the fee was lost by one vote.", Some(Outcome::Lost));
    }

    #[test]
    fn a_motion_over_several_lines_is_one_and_its_discussion_is_none_of_it() {
        let blocks = [
            paragraph("Open an account at the bank."),
            paragraph("Proposed by: Lee"),
            paragraph("The hall asked about fees."),
            paragraph("Unanimously approved."),
            Block::bare(BlockType::Heading, "Fees"),
            paragraph("Motion: Waive the fee for schools."),
            paragraph("Moved: Lee"),
            paragraph("Seconded: Park"),
            paragraph("Vote: 3 for, 4 against. Motion lost."),
        ];
        let found = found(&blocks);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(
            found[0],
            ("Open an account at the bank. Proposed by: Lee Unanimously approved.".to_owned(), Some(Outcome::Carried))
        );
        assert_eq!(found[1].1, Some(Outcome::Lost));
        assert!(found[1].0.starts_with("Motion: Waive the fee for schools. Moved: Lee"));
    }

    #[test]
    fn lines_of_their_own_are_no_outcome_of_what_stands_above() {
        for line in [
            "Approved the minutes of 3 May.",
            "Agreed to meet again in May.",
            "accepted the report and thanked the auditors.",
        ] {
            assert_eq!(found(&[Block::bare(BlockType::Heading, "Decision 12-2"), paragraph(line)]), [], "{line}");
        }
        let line = paragraph("Approved as presented.");
        let moved = found(&[Block::bare(BlockType::Heading, "Minutes of 3 May"), line]);
        assert_eq!(moved, [("Minutes of 3 May Approved as presented.".to_owned(), Some(Outcome::Carried))]);
        one("Motion to replace the clerk. M/S/C", Some(Outcome::Carried));
    }

    #[test]
    fn other_things_move_too() {
        for text in [
            "She moved to Oslo in May.",
            "The motion sensor was approved by the technicians and mounted in the hall.",
            "We moved on to the next item.",
            "The group moved the chairs.",
            "Votes are counted by hand.",
        ] {
            assert_eq!(found(&[paragraph(text)]), [], "{text}");
        }
    }
}
