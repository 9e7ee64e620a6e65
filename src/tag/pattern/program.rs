//! The tree of a pattern as a row of steps that a search walks along.

use super::set::{ByteSet, Next};
use super::tree::{Node, Place, Times};
use super::words::Words;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A compiled pattern.
#[derive(Debug, Default)]
pub struct Program {
    /// The steps; after each the one behind it follows, unless it says otherwise.
    pub(super) steps: Vec<Step>,
    /// Branches of the forks, those of one side by side.
    pub(super) branches: Vec<Branch>,
    /// Sets of bytes that steps take.
    pub(super) sets: Vec<ByteSet>,
    /// What may come at a place: asked before a step is taken, since most places can be ruled out by one byte.
    pub(super) nexts: Vec<Next>,
    /// The word lists.
    pub(super) words: Vec<Arc<Words>>,
    /// Whether it matches at the start of a text only.
    pub(super) anchored: bool,
    /// Whether it begins where a word begins or ends.
    pub(super) at_boundary: bool,
}

/// One step. Numbers are indices into the lists of the program.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// The pattern has matched.
    Match,
    /// One byte of a set.
    Set(u32),
    /// One of a list of words, then what `next` allows.
    Words { words: u32, next: u32 },
    /// As many bytes of a set as may be, then what `next` allows; `whole` where that never begins with a byte of the set.
    Run { set: u32, times: Times, next: u32, whole: bool },
    /// A condition on the place.
    Look(Place),
    /// On to another step.
    Jump(u32),
    /// One of several ways, the first preferred.
    Fork { first: u32, end: u32 },
}

/// One way of a fork.
#[derive(Debug, Clone, Copy)]
pub(super) struct Branch {
    pub(super) to: u32,
    pub(super) next: Next,
}

/// Pieces repeated up to this often are written out; more is left to the automaton.
const MAX_COPIES: u32 = 64;
/// Programs longer than this are left to the automaton.
const MAX_STEPS: usize = 200_000;

impl Program {
    /// Compiles a tree; `None` if it would be too long.
    #[must_use]
    pub fn of(tree: &Node) -> Option<Self> {
        let mut program = Self { anchored: starts_with(tree, Place::Start), ..Self::default() };
        program.at_boundary = starts_with(tree, Place::Boundary);
        let mut sets = FxHashMap::default();
        match program.at_boundary {
            true => program.add(&behind_boundary(tree), &mut sets)?,
            false => program.add(tree, &mut sets)?,
        }
        program.steps.push(Step::Match);
        program.look_ahead();
        Some(program)
    }

    fn add(&mut self, node: &Node, sets: &mut FxHashMap<ByteSet, u32>) -> Option<()> {
        if self.steps.len() > MAX_STEPS {
            return None;
        }
        match node {
            Node::Empty => {}
            Node::Set(set) => {
                let set = self.set(set, sets);
                self.steps.push(Step::Set(set));
            }
            Node::Words(words) => {
                let step = Step::Words { words: count(self.words.len()), next: 0 };
                self.words.push(words.clone());
                self.steps.push(step);
            }
            Node::Look(place) => self.steps.push(Step::Look(*place)),
            Node::List(list) => self.add(list, sets)?,
            Node::Concat(parts) => parts.iter().try_for_each(|part| self.add(part, sets))?,
            Node::Either(parts) => self.add_either(parts, sets)?,
            Node::Repeat(part, times) => match &**part {
                Node::Set(set) => {
                    let set = self.set(set, sets);
                    self.steps.push(Step::Run { set, times: *times, next: 0, whole: false });
                }
                part => self.add_repeat(part, *times, sets)?,
            },
        }
        Some(())
    }

    fn add_either(&mut self, parts: &[Node], sets: &mut FxHashMap<ByteSet, u32>) -> Option<()> {
        let fork = self.fork(parts.len());
        let mut jumps = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            self.aim(fork, index);
            self.add(part, sets)?;
            if index + 1 < parts.len() {
                jumps.push(self.steps.len());
                self.steps.push(Step::Jump(0));
            }
        }
        self.land(&jumps);
        Some(())
    }

    fn add_repeat(&mut self, part: &Node, times: Times, sets: &mut FxHashMap<ByteSet, u32>) -> Option<()> {
        if times.least > MAX_COPIES || times.most.is_some_and(|most| most > MAX_COPIES) {
            return None;
        }
        for _ in 0..times.least {
            self.add(part, sets)?;
        }
        let (on, out) = if times.greedy { (0, 1) } else { (1, 0) };
        let mut leaving = Vec::new();
        for _ in times.least..times.most.unwrap_or(times.least + 1) {
            let at = count(self.steps.len());
            let fork = self.fork(2);
            self.aim(fork, on);
            leaving.push(fork);
            self.add(part, sets)?;
            if times.most.is_none() {
                self.steps.push(Step::Jump(at));
            }
        }
        for fork in leaving {
            self.aim(fork, out);
        }
        Some(())
    }

    /// Adds a fork; its ways are aimed afterwards. Gives the index of the first way.
    fn fork(&mut self, ways: usize) -> usize {
        let first = self.branches.len();
        self.branches.resize(first + ways, Branch { to: 0, next: Next::default() });
        self.steps.push(Step::Fork { first: count(first), end: count(first + ways) });
        first
    }

    /// Lets a way of a fork lead to the step that is added next.
    fn aim(&mut self, fork: usize, way: usize) {
        let to = count(self.steps.len());
        if let Some(branch) = self.branches.get_mut(fork + way) {
            branch.to = to;
        }
    }

    /// Lets jumps lead to the step that is added next.
    fn land(&mut self, jumps: &[usize]) {
        let to = count(self.steps.len());
        for &jump in jumps {
            if let Some(step) = self.steps.get_mut(jump) {
                *step = Step::Jump(to);
            }
        }
    }

    fn set(&mut self, set: &ByteSet, sets: &mut FxHashMap<ByteSet, u32>) -> u32 {
        *sets.entry(*set).or_insert_with(|| {
            self.sets.push(*set);
            count(self.sets.len() - 1)
        })
    }

    /// Computes for every step that leaves a choice what may come behind it; the first two entries are what the pattern can begin
    /// with, at the start of a text and later in it.
    fn look_ahead(&mut self) {
        let mut known: FxHashMap<Next, u32> = FxHashMap::default();
        let mut seen = vec![0; self.steps.len()];
        let mut round = 0;
        let mut at = |program: &Self, step: u32, later: bool| {
            round += 1;
            program.next_at(step, later, &mut seen, round)
        };
        let mut nexts = vec![at(self, 0, false), at(self, 0, true)];
        let ways: Vec<Next> = self.branches.iter().map(|branch| at(self, branch.to, false)).collect();
        let mut index = |program: &Self, step: u32| {
            let next = at(program, step, false);
            *known.entry(next).or_insert_with(|| {
                nexts.push(next);
                count(nexts.len() - 1)
            })
        };
        let mut found = Vec::new();
        for at in 0..count(self.steps.len()) {
            if let Some(Step::Words { .. } | Step::Run { .. }) = self.steps.get(at as usize) {
                found.push((at, index(self, at + 1)));
            }
        }
        for (at, value) in found {
            match self.steps.get_mut(at as usize) {
                Some(Step::Words { next, .. }) => *next = value,
                Some(Step::Run { next, set, whole, .. }) => {
                    let set = self.sets.get(*set as usize);
                    *whole = nexts.get(value as usize).zip(set).is_some_and(|(next, set)| next.excludes(set));
                    *next = value;
                }
                _ => {}
            }
        }
        for (branch, value) in self.branches.iter_mut().zip(ways) {
            branch.next = value;
        }
        self.nexts = nexts;
    }

    /// What may come at a step; conditions on the place are taken as met, but for the start of the text where it is passed.
    fn next_at(&self, step: u32, later: bool, seen: &mut [u32], round: u32) -> Next {
        let mut next = Next::default();
        let mut open = vec![step];
        while let Some(at) = open.pop() {
            match seen.get_mut(at as usize) {
                Some(mark) if *mark != round => *mark = round,
                _ => continue,
            }
            match self.steps.get(at as usize) {
                None | Some(Step::Match) => return Next::ANY,
                Some(Step::Set(set)) => next.add_set(&self.sets.get(*set as usize).copied().unwrap_or_default()),
                Some(Step::Words { words, .. }) => {
                    if let Some(words) = self.words.get(*words as usize) {
                        words.add_first(&mut next);
                        if words.has_empty() {
                            open.push(at + 1);
                        }
                    }
                }
                Some(Step::Run { set, times, .. }) => {
                    next.add_set(&self.sets.get(*set as usize).copied().unwrap_or_default());
                    if times.least == 0 {
                        open.push(at + 1);
                    }
                }
                Some(Step::Look(Place::End)) => {
                    next.add_end();
                    open.push(at + 1);
                }
                Some(Step::Look(Place::Start)) if later => {}
                Some(Step::Look(_)) => open.push(at + 1),
                Some(Step::Jump(to)) => open.push(*to),
                Some(Step::Fork { first, end }) => {
                    let ways = self.branches.get(*first as usize..*end as usize).unwrap_or_default();
                    open.extend(ways.iter().map(|branch| branch.to));
                }
            }
        }
        next
    }
}

/// Whether every way through a tree begins with this condition.
fn starts_with(node: &Node, place: Place) -> bool {
    match node {
        Node::Look(look) => *look == place,
        Node::Concat(parts) => parts.first().is_some_and(|first| starts_with(first, place)),
        Node::Either(parts) => parts.iter().all(|part| starts_with(part, place)),
        Node::Repeat(part, times) => times.least > 0 && starts_with(part, place),
        Node::List(list) => starts_with(list, place),
        Node::Empty | Node::Set(_) | Node::Words(_) => false,
    }
}

/// A tree that begins with a word boundary, without it: the search sees to it before it starts.
fn behind_boundary(node: &Node) -> Node {
    match node {
        Node::Look(Place::Boundary) => Node::Empty,
        Node::Concat(parts) => match parts.split_first() {
            Some((first, rest)) => {
                Node::Concat(std::iter::once(behind_boundary(first)).chain(rest.iter().cloned()).collect())
            }
            None => Node::Empty,
        },
        Node::Either(parts) => Node::Either(parts.iter().map(behind_boundary).collect()),
        Node::List(list) => behind_boundary(list),
        other => other.clone(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
