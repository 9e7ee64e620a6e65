//! The lines of one block, with the mark that was granted to them.

use crate::segment::numbering::annexes::AnnexHeading;
use crate::segment::numbering::marks::Mark;
use crate::segment::numbering::sequence::Place;

/// The lines of one block-to-be.
#[derive(Debug, Clone)]
pub(crate) struct Chunk {
    /// Indices of its rows, in order.
    pub(crate) rows: Vec<usize>,
    /// Its mark: a number of a series, or a bullet.
    pub(crate) mark: Option<Mark>,
    /// Its place in a series.
    pub(crate) place: Option<Place>,
    /// It is an annex heading.
    pub(crate) annex: Option<AnnexHeading>,
    /// It is (a row of) a table.
    pub(crate) table: bool,
}
