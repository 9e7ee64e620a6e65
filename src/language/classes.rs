//! Sets of classes of the lexicon, one bit a class.

/// A set of classes of the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Classes(u128);

impl Classes {
    /// How many classes there can be.
    pub const MOST: usize = 128;

    /// The set that holds the class of this number alone.
    #[must_use]
    pub const fn single(number: usize) -> Self {
        Self(1 << number)
    }

    /// Whether it holds the class of this number.
    #[must_use]
    pub const fn holds(self, number: usize) -> bool {
        self.0 & (1 << number) != 0
    }

    /// Whether the two sets share a class.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The classes of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
