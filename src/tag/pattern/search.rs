//! Walking along a pattern: the ways that a pattern leaves open are tried in order, as the regex crate prefers them.
//!
//! What one byte can rule out is not tried, so that nearly all places of a sentence fail at once. A search that has to go back too
//! often gives up, and the automaton of the regex crate does it, in time proportional to the text.

use super::program::{Program, Step};
use super::set::{ByteSet, Sight};
use super::tree::Place;
use super::words::is_boundary;
use std::ops::Range;

/// A search took too many steps.
#[derive(Debug, PartialEq, Eq)]
pub struct TooFar;

/// Steps that a search may take: a base, and so many for each byte. Ordinary sentences take one or two for a byte.
const STEPS: usize = 4_000;
const STEPS_PER_BYTE: usize = 64;

/// Ways left open: go on with a step at one of a row of offsets.
#[derive(Debug, Clone, Copy)]
struct Open {
    step: u32,
    /// The offset to try next.
    at: usize,
    /// The last one to try; before or after `at`, as `back` says.
    last: usize,
    back: bool,
    /// What may come there.
    next: Option<u32>,
}

impl Program {
    /// The first match at or after an offset, the preferred one of those that begin there; of the alternatives on the top level
    /// only those are tried whose bit is set, all beyond the 64th.
    ///
    /// # Errors
    /// It took too many steps.
    pub fn find_at(&self, text: &[u8], from: usize, ways: u64) -> Result<Option<Range<usize>>, TooFar> {
        let mut walk = Walk {
            program: self,
            text,
            ways,
            open: Vec::new(),
            ends: Vec::new(),
            left: STEPS + STEPS_PER_BYTE * text.len().saturating_sub(from),
        };
        let [at_start, later, ..] = self.nexts.as_slice() else { return Ok(None) };
        let mut start = from;
        if from == 0 {
            if at_start.allows(text, 0)
                && (!self.at_boundary || is_boundary(text, 0))
                && let Some(end) = walk.from(0)?
            {
                return Ok(Some(0..end));
            }
            start = 1;
        }
        if self.anchored {
            return Ok(None);
        }
        while let Some(found) = later.seek(text, start) {
            if (!self.at_boundary || is_boundary(text, found))
                && let Some(end) = walk.from(found)?
            {
                return Ok(Some(found..end));
            }
            start = found + 1;
        }
        Ok(None)
    }
}

struct Walk<'a> {
    program: &'a Program,
    text: &'a [u8],
    /// Which alternatives on the top level are tried, as bits.
    ways: u64,
    open: Vec<Open>,
    ends: Vec<(u32, usize)>,
    left: usize,
}

impl Walk<'_> {
    /// The end of the preferred match that begins at an offset.
    fn from(&mut self, start: usize) -> Result<Option<usize>, TooFar> {
        self.open.clear();
        let mut here = (0, start);
        loop {
            self.left = self.left.checked_sub(1).ok_or(TooFar)?;
            let (step, at) = here;
            let on = match self.program.steps.get(step as usize) {
                None | Some(Step::Match) => return Ok(Some(at)),
                Some(Step::Set(set)) => {
                    let taken = self.text.get(at).is_some_and(|&byte| self.set(*set).contains(byte));
                    taken.then_some((step + 1, at + 1))
                }
                Some(Step::Look(place)) => self.holds(*place, at).then_some((step + 1, at)),
                Some(Step::Jump(to)) => Some((*to, at)),
                Some(Step::Words { words, next }) => self.words(step + 1, at, *words, *next),
                Some(Step::Run { set, times, next, whole }) => {
                    let set = self.set(*set);
                    let most = times.most.map_or(usize::MAX, |most| most as usize);
                    let rest = self.text.get(at..).unwrap_or_default();
                    let taken = rest.iter().take(most).take_while(|byte| set.contains(**byte)).count();
                    // A run looks at many bytes in one step; that must not come for nothing.
                    self.left = self.left.checked_sub(taken / 8).ok_or(TooFar)?;
                    let (near, far) = (at + times.least as usize, at + taken);
                    if near > far {
                        None
                    } else if *whole {
                        self.allows(*next, far).then_some((step + 1, far))
                    } else {
                        let (at, last) = if times.greedy { (far, near) } else { (near, far) };
                        self.open.push(Open { step: step + 1, at, last, back: times.greedy, next: Some(*next) });
                        None
                    }
                }
                Some(Step::Fork { first, end }) => self.fork(at, *first, *end),
            };
            here = match on.or_else(|| self.go_back()) {
                Some(on) => on,
                None => return Ok(None),
            };
        }
    }

    fn set(&self, set: u32) -> ByteSet {
        self.program.sets.get(set as usize).copied().unwrap_or_default()
    }

    fn allows(&self, next: u32, at: usize) -> bool {
        self.program.nexts.get(next as usize).is_some_and(|next| next.allows(self.text, at))
    }

    fn holds(&self, place: Place, at: usize) -> bool {
        match place {
            Place::Start => at == 0,
            Place::End => at == self.text.len(),
            Place::Boundary => is_boundary(self.text, at),
            Place::NoBoundary => !is_boundary(self.text, at),
        }
    }

    fn words(&mut self, step: u32, at: usize, words: u32, next: u32) -> Option<(u32, usize)> {
        let words = self.program.words.get(words as usize)?;
        let mut ends = std::mem::take(&mut self.ends);
        words.ends(self.text, at, &mut ends);
        let mut preferred = None;
        for (_, end) in ends.iter().rev() {
            if self.allows(next, *end)
                && let Some(later) = preferred.replace(*end)
            {
                self.leave_open(step, later);
            }
        }
        self.ends = ends;
        preferred.map(|end| (step, end))
    }

    fn fork(&mut self, at: usize, first: u32, end: u32) -> Option<(u32, usize)> {
        let ways = self.program.branches.get(first as usize..end as usize)?;
        let sight = Sight::at(self.text, at);
        // The fork of the top level is the first.
        let tried = if first == 0 { self.ways } else { u64::MAX };
        let mut preferred = None;
        for (index, way) in ways.iter().enumerate().rev() {
            if way.next.admits(&sight)
                && (index >= 64 || tried >> index & 1 == 1)
                && let Some(later) = preferred.replace(way.to)
            {
                self.leave_open(later, at);
            }
        }
        preferred.map(|to| (to, at))
    }

    fn leave_open(&mut self, step: u32, at: usize) {
        self.open.push(Open { step, at, last: at, back: false, next: None });
    }

    /// The way left open last.
    fn go_back(&mut self) -> Option<(u32, usize)> {
        while let Some(open) = self.open.last_mut() {
            let Open { step, at, last, back, next } = *open;
            let next = next.and_then(|next| self.program.nexts.get(next as usize));
            let found = match next {
                None => Some(at),
                Some(next) if back => (last..=at).rev().find(|at| next.allows(self.text, *at)),
                Some(next) => (at..=last).find(|at| next.allows(self.text, *at)),
            };
            match found {
                Some(found) if found != last => open.at = if back { found - 1 } else { found + 1 },
                _ => drop(self.open.pop()),
            }
            if let Some(found) = found {
                return Some((step, found));
            }
        }
        None
    }
}
