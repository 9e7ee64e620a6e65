//! How a command ends.

/// What a command ends with when nothing stopped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Exit status 0.
    Clean,
    /// Exit status 1: done, with something to look at.
    LookAt,
}
