//! When words stand next to each other or near: one definition for the index and for the snippet.

/// The places where one position of every list stand near each other.
///
/// `slots` holds, for each word of a phrase, the sorted positions at which it stands. Without slack the words must follow
/// each other in order; with slack they may stand in any order with at most so many other words among them. Every place
/// is returned as its positions, slot by slot.
#[must_use]
pub fn places(slots: &[&[u32]], slack: u32) -> Vec<Vec<u32>> {
    let mut places = Vec::new();
    Finder::default().each_place(slots, slack, |place| places.push(place.to_vec()));
    places
}

/// Finds places in text after text without asking for memory each time.
#[derive(Debug, Default)]
pub struct Finder {
    heads: Vec<usize>,
    place: Vec<u32>,
}

impl Finder {
    /// The number of [`places`].
    pub fn count<S: AsRef<[u32]>>(&mut self, slots: &[S], slack: u32) -> usize {
        let mut count = 0;
        self.each_place(slots, slack, |_| count += 1);
        count
    }

    fn each_place<S: AsRef<[u32]>>(&mut self, slots: &[S], slack: u32, found: impl FnMut(&[u32])) {
        if slack == 0 { self.in_order(slots, found) } else { self.any_order(slots, slack, found) }
    }

    fn in_order<S: AsRef<[u32]>>(&mut self, slots: &[S], mut found: impl FnMut(&[u32])) {
        let Some((first, rest)) = slots.split_first() else { return };
        for start in first.as_ref() {
            self.place.clear();
            self.place.push(*start);
            for (step, slot) in (1_u32..).zip(rest) {
                let next = start.checked_add(step).filter(|next| slot.as_ref().binary_search(next).is_ok());
                let Some(next) = next else { break };
                self.place.push(next);
            }
            if self.place.len() == slots.len() {
                found(&self.place);
            }
        }
    }

    fn any_order<S: AsRef<[u32]>>(&mut self, slots: &[S], slack: u32, mut found: impl FnMut(&[u32])) {
        let widest = u32::try_from(slots.len()).unwrap_or(u32::MAX).saturating_add(slack);
        self.heads.clear();
        self.heads.resize(slots.len(), 0);
        loop {
            self.place.clear();
            for (slot, head) in slots.iter().zip(&self.heads) {
                let Some(position) = slot.as_ref().get(*head) else { return };
                self.place.push(*position);
            }
            let place = &self.place;
            let (Some(least), Some(most)) = (place.iter().min().copied(), place.iter().max().copied()) else { return };
            // The same word twice in a phrase needs two places in the text: of equal positions the last one steps on.
            let doubled = place.iter().enumerate().rfind(|(at, own)| place.iter().take(*at).any(|other| other == *own));
            let step = match doubled {
                Some((at, _)) => at,
                None => {
                    if most - least < widest {
                        found(place);
                    }
                    place.iter().position(|position| *position == least).unwrap_or(0)
                }
            };
            if let Some(head) = self.heads.get_mut(step) {
                *head += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn order_matters_without_slack_only() {
        assert_eq!(places(&[&[1, 7], &[2, 5]], 0), [[1, 2]]);
        assert!(places(&[&[2], &[1]], 0).is_empty());
        assert_eq!(places(&[&[2], &[1]], 1), [[2, 1]]);
        assert_eq!(places(&[&[1], &[7]], 5), [[1, 7]]);
        assert!(places(&[&[1], &[8]], 5).is_empty());
        assert_eq!(places(&[&[1, 4], &[1, 4]], 3), [[1, 4]]);
        assert!(places(&[&[1], &[1]], 3).is_empty());
        assert!(places(&[&[], &[1]], 3).is_empty());
    }

    proptest! {
        #[test]
        fn two_words_are_near_exactly_when_some_pair_is(
            left in proptest::collection::btree_set(0_u32..40, 0..6),
            right in proptest::collection::btree_set(0_u32..40, 0..6),
            slack in 1_u32..6,
        ) {
            let (left, right): (Vec<u32>, Vec<u32>) =
                (left.into_iter().collect(), right.into_iter().filter(|p| p % 2 == 1).collect());
            let left: Vec<u32> = left.into_iter().filter(|p| p % 2 == 0).collect();
            let expected = left.iter().any(|l| right.iter().any(|r| l.abs_diff(*r) - 1 <= slack));
            prop_assert_eq!(!places(&[&left, &right], slack).is_empty(), expected);
        }
    }
}
