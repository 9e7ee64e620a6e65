//! The statements of a record in one place: millions of them without an allocation each, and as bytes that are kept from night to night.

use super::statement::{Act, Bond, Fate, Marks, Part, Place, Statement, Tie, View};
use super::words::Term;

/// Statements in order of their reports.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Statements {
    heads: Vec<Head>,
    terms: Vec<(Term, Part)>,
    bonds: Vec<Bond>,
}

/// What of a statement has the same length in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    place: Place,
    /// Behind the last of its terms and bonds; they begin where those of the statement before end.
    terms_end: u32,
    bonds_end: u32,
    dates: u32,
    wording: u32,
    act: Act,
    strength: u8,
    fate: Fate,
    marks: Marks,
}

impl Statements {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Adds a statement of report number `report`.
    pub fn push(&mut self, statement: &Statement, report: u32) {
        self.terms.extend_from_slice(&statement.terms);
        self.bonds.extend_from_slice(&statement.bonds);
        self.heads.push(Head {
            place: Place { report, ..statement.place },
            terms_end: count(self.terms.len()),
            bonds_end: count(self.bonds.len()),
            dates: statement.dates,
            wording: statement.wording,
            act: statement.act,
            strength: statement.strength,
            fate: statement.fate,
            marks: statement.marks,
        });
    }

    /// The statement with a number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<View<'_>> {
        let head = self.heads.get(number)?;
        let before = number.checked_sub(1).and_then(|before| self.heads.get(before));
        let (terms_from, bonds_from) = before.map_or((0, 0), |before| (before.terms_end, before.bonds_end));
        Some(View {
            place: head.place,
            terms: self.terms.get(terms_from as usize..head.terms_end as usize)?,
            bonds: self.bonds.get(bonds_from as usize..head.bonds_end as usize)?,
            act: head.act,
            strength: head.strength,
            dates: head.dates,
            wording: head.wording,
            fate: head.fate,
            marks: head.marks,
        })
    }

    /// All from number `from` on to before `to`.
    pub fn range(&self, from: usize, to: usize) -> impl Iterator<Item = View<'_>> {
        (from..to.min(self.heads.len())).filter_map(|number| self.get(number))
    }

    /// The statements from number `from` on to before `to`, as bytes; reports are numbered from `first_report`.
    #[must_use]
    pub fn pack(&self, from: usize, to: usize, first_report: u32) -> Vec<u8> {
        let mut out = Packed::default();
        for statement in self.range(from, to) {
            out.number(statement.place.report - first_report.min(statement.place.report));
            out.number(statement.place.block);
            out.number(statement.place.span[0]);
            out.number(statement.place.span[1]);
            out.number(statement.dates);
            out.number(statement.wording);
            out.0.extend([
                statement.act as u8,
                statement.strength,
                fate_number(statement.fate),
                statement.marks.0,
                u8::try_from(statement.terms.len()).unwrap_or(u8::MAX),
                u8::try_from(statement.bonds.len()).unwrap_or(u8::MAX),
            ]);
            for (term, part) in statement.terms.iter().take(MOST_PACKED) {
                out.number(*term);
                out.0.push(*part as u8);
            }
            for bond in statement.bonds.iter().take(MOST_PACKED) {
                out.number(bond.governor);
                out.number(bond.dependent);
                out.0.push(bond.tie as u8);
            }
        }
        out.0
    }

    /// Adds packed statements, whose reports are numbered from `first_report`; `None` where the bytes are no such statements.
    #[must_use]
    pub fn unpack(&mut self, bytes: &[u8], first_report: u32) -> Option<()> {
        let mut rest = Unpacked(bytes);
        while !rest.0.is_empty() {
            let place = Place {
                report: first_report.checked_add(rest.number()?)?,
                block: rest.number()?,
                span: [rest.number()?, rest.number()?],
            };
            let (dates, wording) = (rest.number()?, rest.number()?);
            let act = [Act::Tells, Act::Wants, Act::Settles].get(rest.byte()?)?;
            let strength = u8::try_from(rest.byte()?).ok()?;
            let fate = FATES.get(rest.byte()?)?;
            let marks = Marks(u8::try_from(rest.byte()?).ok()?);
            let (terms, bonds) = (rest.byte()?, rest.byte()?);
            for _ in 0..terms {
                let term = rest.number()?;
                self.terms.push((term, *PARTS.get(rest.byte()?)?));
            }
            for _ in 0..bonds {
                let (governor, dependent) = (rest.number()?, rest.number()?);
                self.bonds.push(Bond { governor, dependent, tie: *TIES.get(rest.byte()?)? });
            }
            self.heads.push(Head {
                place,
                terms_end: count(self.terms.len()),
                bonds_end: count(self.bonds.len()),
                dates,
                wording,
                act: *act,
                strength,
                fate: *fate,
                marks,
            });
        }
        Some(())
    }
}

/// Terms and bonds of one statement that are read and kept: a sentence of more words is a list that no other repeats.
pub const MOST_PACKED: usize = u8::MAX as usize;

const PARTS: [Part; 4] = [Part::Thing, Part::Doing, Part::Actor, Part::Quantity];
const TIES: [Tie; 3] = [Tie::Object, Tie::Complement, Tie::Modifier];
const FATES: [Fate; 5] = [Fate::Unsaid, Fate::Done, Fate::CarriedOver, Fate::Dropped, Fate::Failed];

fn fate_number(fate: Fate) -> u8 {
    FATES.iter().position(|known| *known == fate).and_then(|at| u8::try_from(at).ok()).unwrap_or_default()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Bytes that are being written.
#[derive(Default)]
struct Packed(Vec<u8>);

impl Packed {
    fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }
}

/// Bytes that are being read.
struct Unpacked<'a>(&'a [u8]);

impl Unpacked<'_> {
    fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*number))
    }

    fn byte(&mut self) -> Option<usize> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(usize::from(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(term: Term) -> Statement {
        Statement {
            place: Place { report: 0, block: 3, span: [5, 90] },
            terms: vec![(term, Part::Thing), (term + 1, Part::Quantity)],
            bonds: vec![Bond { governor: term, dependent: term + 1, tie: Tie::Complement }],
            act: Act::Settles,
            strength: 3,
            dates: 7,
            wording: 8,
            fate: Fate::Dropped,
            marks: Marks(Marks::QUOTES),
        }
    }

    #[test]
    fn what_is_packed_is_read_back_and_torn_bytes_are_refused() {
        let mut all = Statements::default();
        for (number, term) in [10, 20, 30].into_iter().enumerate() {
            all.push(&statement(term), u32::try_from(number).unwrap() + 4);
        }
        let bytes = all.pack(1, 3, 5);
        let mut read = Statements::default();
        read.push(&statement(10), 4);
        assert_eq!(read.unpack(&bytes, 5), Some(()));
        assert_eq!(read, all);
        for end in 0..bytes.len() {
            let mut torn = Statements::default();
            let whole = end % (bytes.len() / 2) == 0;
            assert_eq!(torn.unpack(&bytes[..end], 5).is_some(), whole, "{end}");
        }
    }
}
