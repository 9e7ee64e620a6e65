//! How good is the tagging? Against labelled sentences, and against a blind sample of the user's own reports.
//!
//! [`evaluate`] scores a tagger on gold lines. [`sheet::draw`] writes a sheet of sentences, tagged and untagged mixed, without
//! the machine's answers; filled in and read back, [`sheet::read`] gives precision with a Wilson interval and a bound of recall.
//! Everything is data: the command line prints it.

mod gold;
mod intervals;
mod score;
pub mod sheet;

pub use gold::{Gold, load};
pub use intervals::Estimate;
pub use score::{Count, Evaluation, KINDS, score};

use crate::tag::Tagger;

/// Tags the labelled sentences and scores the answers.
#[must_use]
pub fn evaluate(gold: &[Gold], tagger: &Tagger) -> Evaluation {
    let answers: Vec<_> = gold.iter().map(|line| tagger.tag_sentence(&line.sentence())).collect();
    score(gold, &answers)
}

#[cfg(test)]
mod tests;
