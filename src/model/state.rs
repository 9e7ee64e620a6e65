//! What a word in the `status` column says of an item, for whatever counts, colours or sends it.

/// How far an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing was said, or a word that closes nothing.
    Open,
    /// Somebody is at it.
    Underway,
    /// It is done.
    Done,
    /// Nobody will do it.
    Dropped,
}

/// Words for what is done.
pub const DONE: [&str; 5] = ["done", "completed", "closed", "implemented", "resolved"];
/// Words for what nobody will do.
pub const DROPPED: [&str; 5] = ["not pursued", "superseded", "cancelled", "dropped", "won't do"];
/// Words for what somebody is at.
const UNDERWAY: [&str; 4] = ["in progress", "ongoing", "underway", "started"];

impl State {
    /// What a status says, whatever its case.
    #[must_use]
    pub fn of(status: &str) -> Self {
        let word = status.trim().to_lowercase();
        let is_one = |words: &[&str]| words.contains(&word.as_str());
        if is_one(&DONE) {
            return Self::Done;
        }
        if is_one(&DROPPED) {
            return Self::Dropped;
        }
        if is_one(&UNDERWAY) { Self::Underway } else { Self::Open }
    }

    /// Whether it is neither open nor can be overdue.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_how_far_an_item_is_whatever_their_case() {
        assert_eq!(
            [" Done ", "Superseded", "In Progress", "assessment pending", ""].map(State::of),
            [State::Done, State::Dropped, State::Underway, State::Open, State::Open]
        );
    }
}
