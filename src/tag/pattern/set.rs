//! Sets of bytes: what one place of a pattern takes.

/// A set of bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// Every byte.
    pub const ALL: Self = Self([u64::MAX; 4]);

    /// The set of these bytes.
    #[must_use]
    pub fn of(bytes: impl Iterator<Item = u8>) -> Self {
        let mut set = Self::default();
        bytes.for_each(|byte| set.insert(byte));
        set
    }

    /// All bytes that it does not hold.
    #[must_use]
    pub fn inverted(self) -> Self {
        Self(self.0.map(|word| !word))
    }

    /// Whether it holds a byte.
    #[must_use]
    pub fn contains(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|word| word >> (byte & 63) & 1 == 1)
    }

    /// Adds a byte.
    pub fn insert(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte >> 6)) {
            *word |= 1 << (byte & 63);
        }
    }

    /// Adds all bytes of another set.
    pub fn add(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }

    /// Its bytes in order.
    pub fn iter(&self) -> impl Iterator<Item = u8> + '_ {
        (0..4u8).zip(self.0).flat_map(|(at, word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = u8::try_from(left.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }

    /// How many bytes it holds.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }
}

/// What can come next: the bytes that may follow, alone and in pairs, and whether the text may end here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Next {
    bytes: ByteSet,
    /// The first two bytes together, as [`pair`] folds them into one: most words that share a first letter with the words of a
    /// pattern are told apart by the second.
    pairs: ByteSet,
    end: bool,
}

/// Two bytes as one, without regard to case; different pairs may give the same.
fn pair(first: u8, second: u8) -> u8 {
    (first & 0x1F) << 3 ^ (second & 0x1F)
}

/// The place of a byte in all sets: worked out once where many sets are asked.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    word: usize,
    bit: u64,
}

impl Slot {
    fn of(byte: u8) -> Self {
        Self { word: usize::from(byte >> 6), bit: 1 << (byte & 63) }
    }

    fn is_in(self, set: &ByteSet) -> bool {
        set.0.get(self.word).is_some_and(|word| word & self.bit != 0)
    }
}

/// What stands at an offset of a text, as [`Next`] looks at it.
#[derive(Debug, Clone, Copy)]
pub enum Sight {
    /// The end of the text.
    End,
    /// A byte, and the pair that it makes with the one behind it.
    Bytes(Slot, Slot),
}

impl Sight {
    /// What stands at an offset.
    #[must_use]
    #[inline]
    pub fn at(text: &[u8], at: usize) -> Self {
        match text.get(at) {
            None => Self::End,
            Some(&first) => {
                let second = text.get(at + 1).copied().unwrap_or(0);
                Self::Bytes(Slot::of(first), Slot::of(pair(first, second)))
            }
        }
    }
}

impl Next {
    /// Anything or nothing.
    pub const ANY: Self = Self { bytes: ByteSet::ALL, pairs: ByteSet::ALL, end: true };

    /// Whether what stands at an offset may come next.
    #[must_use]
    #[inline]
    pub fn allows(&self, text: &[u8], at: usize) -> bool {
        self.admits(&Sight::at(text, at))
    }

    /// The first offset, from one on, where what stands there may come next.
    #[must_use]
    pub fn seek(&self, text: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            // Most places are ruled out by their first byte: this loop is the hottest of all.
            let rest = text.get(at..)?;
            match rest.iter().position(|&byte| self.bytes.contains(byte)) {
                None => return self.end.then_some(text.len()),
                Some(skipped) => at += skipped,
            }
            if self.allows(text, at) {
                return Some(at);
            }
            at += 1;
        }
    }

    /// Whether this may come next.
    #[must_use]
    #[inline]
    pub fn admits(&self, sight: &Sight) -> bool {
        match sight {
            Sight::End => self.end,
            Sight::Bytes(first, pair) => first.is_in(&self.bytes) && pair.is_in(&self.pairs),
        }
    }

    /// Whether it begins with no byte of a set.
    #[must_use]
    pub fn excludes(&self, set: &ByteSet) -> bool {
        self.bytes.0.iter().zip(set.0).all(|(mine, other)| mine & other == 0)
    }

    /// Adds the end of the text.
    pub fn add_end(&mut self) {
        self.end = true;
    }

    /// Adds all that begins with a byte of a set.
    pub fn add_set(&mut self, set: &ByteSet) {
        self.bytes.add(set);
        self.pairs = ByteSet::ALL;
    }

    /// Adds all that begins with a word.
    pub fn add_word(&mut self, word: &[u8], folded: bool) {
        let Some((&first, rest)) = word.split_first() else { return };
        self.bytes.insert(first);
        if folded {
            self.bytes.insert(first.to_ascii_uppercase());
        }
        match rest.first() {
            Some(&second) => self.pairs.insert(pair(first, second)),
            None => (0..0x20).for_each(|second| self.pairs.insert(pair(first, second))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set = ByteSet::default();
        for byte in [0, 63, 64, b'a', 255] {
            assert!(!set.contains(byte));
            set.insert(byte);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, b'a', 255]);
        assert_eq!((set.len(), ByteSet::ALL.len()), (5, 256));
    }

    #[test]
    fn the_end_of_a_text_is_a_case_of_its_own() {
        let mut next = Next::default();
        next.add_word(b"x", true);
        next.add_word(b"why", false);
        assert_eq!((next.allows(b"X", 0), next.allows(b"x.", 0), next.allows(b"x", 1)), (true, true, false));
        assert_eq!((next.allows(b"why", 0), next.allows(b"Why", 0), next.allows(b"we", 0)), (true, false, false));
        assert!(Next::ANY.allows(b"", 0));
        assert_eq!((next.seek(b"we, why", 0), next.seek(b"we, why", 5)), (Some(4), None));
        assert_eq!((Next::ANY.seek(b"a", 1), Next::ANY.seek(b"a", 2)), (Some(1), None));
    }
}
