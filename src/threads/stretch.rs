//! A stretch of reports as it is kept from night to night: what is asked of its reports, their statements, and what was found in them.

use super::gathered::Gathered;
use super::linking::{Found, Link, Reason};
use super::mentions::Reference;
use super::relation::Relation;
use super::report::ReportStatements;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// All of a stretch but its statements and links, which are packed behind it.
#[derive(Serialize, Deserialize)]
struct Head {
    reports: Vec<ReportStatements>,
    references: Vec<Reference>,
}

/// A stretch that was read back.
#[derive(Debug, PartialEq)]
pub struct Stretch {
    /// Its reports, without their statements.
    pub reports: Vec<ReportStatements>,
    /// Their statements, packed.
    pub statements: Vec<u8>,
    /// What was found in them.
    pub found: Found,
}

/// The bytes of a stretch of a record.
///
/// # Errors
/// Never: its parts are strings and numbers.
pub fn pack(record: &Gathered, reports: &Range<usize>, found: &Found) -> Result<Vec<u8>, serde_json::Error> {
    let head = Head {
        reports: record.reports().get(reports.clone()).unwrap_or_default().to_vec(),
        references: found.references.clone(),
    };
    let head = serde_json::to_vec(&head)?;
    let first = u32::try_from(reports.start).unwrap_or(u32::MAX);
    let statements = record.statements().pack(record.first_of(reports.start), record.first_of(reports.end), first);
    let mut bytes = Vec::with_capacity(head.len() + statements.len() + found.links.len() * LINK_BYTES + 2 * SIZE_BYTES);
    for part in [&head, &statements] {
        bytes.extend(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        bytes.extend(part);
    }
    for link in &found.links {
        bytes.extend(link.later.to_le_bytes());
        bytes.extend(link.earlier.to_le_bytes());
        bytes.extend(link.likeness.to_le_bytes());
        let relation = RELATIONS.iter().position(|known| *known == link.relation).unwrap_or_default();
        let Reason { shared, named, same_act } = link.reason;
        bytes.extend([u8::try_from(relation).unwrap_or_default(), shared, u8::from(named), u8::from(same_act)]);
    }
    Ok(bytes)
}

/// A stretch from its bytes; `None` where they are torn.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Option<Stretch> {
    let (head, rest) = part(bytes)?;
    let (statements, mut rest) = part(rest)?;
    let Head { reports, references } = serde_json::from_slice(head).ok()?;
    let mut links = Vec::with_capacity(rest.len() / LINK_BYTES);
    while !rest.is_empty() {
        let (later, after) = rest.split_first_chunk()?;
        let (earlier, after) = after.split_first_chunk()?;
        let (likeness, after) = after.split_first_chunk()?;
        let ([relation, shared, named, same_act], after) = after.split_first_chunk()?;
        rest = after;
        links.push(Link {
            later: u32::from_le_bytes(*later),
            earlier: u32::from_le_bytes(*earlier),
            likeness: f32::from_le_bytes(*likeness),
            relation: *RELATIONS.get(usize::from(*relation))?,
            reason: Reason { shared: *shared, named: *named != 0, same_act: *same_act != 0 },
        });
    }
    Some(Stretch { reports, statements: statements.to_vec(), found: Found { links, references } })
}

fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

/// Bytes of a length.
const SIZE_BYTES: usize = 8;
/// Bytes of a link.
const LINK_BYTES: usize = 16;

const RELATIONS: [Relation; 9] = [
    Relation::Repeats,
    Relation::Changes,
    Relation::Supersedes,
    Relation::Decides,
    Relation::Implements,
    Relation::ReportsOn,
    Relation::Quotes,
    Relation::Splits,
    Relation::Merges,
];
