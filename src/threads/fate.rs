//! What became of a matter, as a statement tells: done, carried over, dropped, impossible. People's own status stays theirs.

use super::statement::{Act, Fate};

/// Turns for what is not done yet.
const CARRIED_OVER: &[&str] = &[
    "carried over",
    "carried forward",
    "not been completed",
    "not yet",
    "is pending",
    "still pending",
    "remains pending",
    "outstanding",
    "ongoing",
    "on-going",
    "under way",
    "underway",
    "in progress",
    "was postponed",
    "has been postponed",
    "was deferred",
    "not completed",
    "remains open",
    "still open",
    "has not been done",
    "was not done",
];

/// Turns for what will not be done.
const DROPPED: &[&str] = &[
    "was dropped",
    "been dropped",
    "were dropped",
    "was abandoned",
    "been abandoned",
    "were abandoned",
    "no longer pursued",
    "will not be pursued",
    "was discontinued",
    "been discontinued",
    "was withdrawn",
    "been withdrawn",
    "has withdrawn",
    "decided not to",
    "was rejected",
    "been rejected",
    "will not be put",
    "was cancelled",
    "been cancelled",
];

/// Turns for what could not be done.
const FAILED: &[&str] =
    &["could not", "was unable", "were unable", "declined", "refused", "not possible", "impossible", "failed to"];

/// What a statement says became of its matter. Of what is wanted or settled nothing has become yet.
#[must_use]
pub fn of(text: &str, act: Act, holds: bool) -> Fate {
    if act != Act::Tells {
        return Fate::Unsaid;
    }
    let lower = text.to_lowercase();
    let says = |turns: &[&str]| turns.iter().any(|turn| lower.contains(turn));
    if says(DROPPED) {
        Fate::Dropped
    } else if says(CARRIED_OVER) {
        Fate::CarriedOver
    } else if says(FAILED) {
        Fate::Failed
    } else if holds {
        Fate::Unsaid
    } else {
        Fate::Done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fate_is_told_by_its_words() {
        for (text, fate) in [
            ("The list was sent to all members in May.", Fate::Done),
            ("The action has not been completed and is carried over.", Fate::CarriedOver),
            ("The idea of a common kitchen was dropped.", Fate::Dropped),
            ("The map could not be printed.", Fate::Failed),
        ] {
            assert_eq!(of(text, Act::Tells, false), fate, "{text}");
        }
        assert_eq!(of("The list should be sent.", Act::Wants, true), Fate::Unsaid);
    }
}
