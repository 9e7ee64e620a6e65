//! Item ids, and what became of the items that were here before.
//!
//! An item's natural id is its block's id, `~`, eight characters of the hash of its folded words, and its kind:
//! `mag-2017-03-28#7~k3v5wq2a.d`. Where the block's id changes (a recovered number, a renamed heading, another annex label)
//! the words are still the same: an id that has disappeared is taken over by the one item of the report with its words.
//! What follows from a set of known items and a document is the same in every run.

use super::fold::{SHORT_HASH, exact_hash, words_hash};
use super::heirs::{Words, heirs};
use crate::model::{Item, Kind, TaggedDocument};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// Flag of an item that carries the id of another place or kind.
pub const MOVED: &str = "moved";

/// An item as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownItem {
    /// Its id.
    pub id: String,
    /// The natural id that it had when last seen: differs from `id` once it has moved.
    pub natural: String,
    /// Long hash of its folded words.
    pub words: String,
    /// Digest of what the machine says about it: kind, force, actors, deadline, categories, verbatim text.
    pub digest: String,
    /// Verbatim words.
    pub text: String,
    /// Day on which it was first seen, `YYYY-MM-DD`.
    pub first_seen: String,
    /// Day of the last change of its digest; the first day where it never changed.
    pub changed: String,
    /// Day on which it disappeared; `None` while it is there.
    pub withdrawn: Option<String>,
    /// Whether a published generation has held it. An id that was only given to an unpublished one is kept from other
    /// words all the same.
    pub published: bool,
    /// The id of the item that took over from it, where its words are part of that item's or the other way round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heir: Option<String>,
}

/// What a document changes in the ledger; applied when its generation is published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemChanges {
    /// Items that were never here before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Given>,
    /// Items that keep their id at another place, or under another kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<Moved>,
    /// Items about which the machine now says something else; also those that came back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<Changed>,
    /// Items that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Withdrawn>,
    /// Ids that came back after they had been withdrawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returned: Vec<String>,
    /// Only because the program is a newer one: nothing has changed in the report, and no item is dated as changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_program: bool,
    /// It takes the place of what the same generation wrote about the report before: another file of the work is shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub instead: bool,
}

impl ItemChanges {
    /// Whether there is nothing to write down.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
            && self.moved.is_empty()
            && self.changed.is_empty()
            && self.withdrawn.is_empty()
            && self.returned.is_empty()
            && !self.instead
    }
}

/// An id given for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The id.
    pub id: String,
    /// The natural id, where that belongs to another item already and the id counts on from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub natural: Option<String>,
    /// Long hash of the folded words.
    pub words: String,
    /// Digest of what the machine says about it.
    pub digest: String,
    /// Verbatim words.
    pub text: String,
}

/// An id that its item keeps although it would now be named otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The id, unchanged.
    pub id: String,
    /// What the item would be named by its present place and kind.
    pub natural: String,
}

/// Another digest for an id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The id.
    pub id: String,
    /// The new digest.
    pub digest: String,
    /// The verbatim words where they differ from before (folded, they are the same).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// An id whose item is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// The id.
    pub id: String,
    /// The id of the item that now stands in its block, where it is the only new one of that kind there: a hint for people
    /// that the words were edited. Never followed by the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub perhaps_now: Option<String>,
    /// The id of the item of its block whose words hold its own, or are held by them: it takes over what people wrote, assessed,
    /// corrected and sent elsewhere, and the old id leads to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heir: Option<String>,
}

/// Sets the id of every item of a report whose blocks have their ids, flags those that moved, and says what changed against
/// what was known. `known` are all items of the report that the ledger has ever seen, in any order.
#[must_use]
pub fn assign(tagged: &mut TaggedDocument, known: &[KnownItem]) -> ItemChanges {
    let fresh = name_naturally(tagged);
    let matched = Matching::new(&fresh, known).run();
    settle(tagged, &fresh, known, &matched)
}

/// An item of the document under its natural name.
struct Fresh {
    natural: String,
    place: String,
    words: String,
    digest: String,
    kind: char,
}

fn name_naturally(tagged: &TaggedDocument) -> Vec<Fresh> {
    let mut repeats: FxHashMap<String, u32> = FxHashMap::default();
    let mut fresh = Vec::with_capacity(tagged.items.len());
    for item in &tagged.items {
        let place = tagged.document.blocks.get(item.block).map(|block| block.id.clone()).unwrap_or_default();
        let words = words_hash(&item.text);
        let short = words.get(..SHORT_HASH).unwrap_or(&words);
        let kind = letter(item.kind);
        let plain = format!("{place}~{short}.{kind}");
        let repeat = repeats.entry(plain.clone()).or_default();
        *repeat += 1;
        let natural = if *repeat == 1 { plain } else { format!("{plain}-{repeat}") };
        fresh.push(Fresh { natural, place, words, digest: digest(item), kind });
    }
    fresh
}

/// `d`, `a` or `r`.
#[must_use]
pub fn letter(kind: Kind) -> char {
    match kind {
        Kind::Decision => 'd',
        Kind::Action => 'a',
        Kind::Recommendation => 'r',
    }
}

/// What the machine says about an item, in eight characters: when they change, so does the row of the tracker. Positions,
/// rule and cue are left out: a rule may be rewritten without changing what it says.
fn digest(item: &Item) -> String {
    let said = (
        (item.kind, item.force, &item.held_by, &item.actors),
        (&item.due, &item.due_from, &item.due_text),
        (&item.categories, &item.text, &item.stem, &item.source_status),
    );
    exact_hash(&serde_json::to_string(&said).unwrap_or_default())
}

/// Pairs items of the document with known ones, the strongest evidence first. Each of both sides is paired once at most.
struct Matching<'a> {
    fresh: &'a [Fresh],
    known: &'a [KnownItem],
    /// Per fresh item, the index of its known one.
    pairs: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl<'a> Matching<'a> {
    fn new(fresh: &'a [Fresh], known: &'a [KnownItem]) -> Self {
        Self { fresh, known, pairs: vec![None; fresh.len()], taken: vec![false; known.len()] }
    }

    fn run(mut self) -> Vec<Option<usize>> {
        // First among what was there until now, then among what was withdrawn earlier. In each, the same place and words as
        // when last seen; then the id itself (the item may have been elsewhere meanwhile); then the same words elsewhere,
        // only where there is no choice, the same kind before any.
        for withdrawn in [false, true] {
            self.same_name(withdrawn, |known| &known.natural);
            self.same_name(withdrawn, |known| &known.id);
            self.only_choice(withdrawn, |words, _, place| format!("{words} {place}"));
            self.only_choice(withdrawn, |words, kind, place| format!("{words} {kind} {}", last_part(place)));
            self.only_choice(withdrawn, |words, kind, _| format!("{words} {kind}"));
            self.only_choice(withdrawn, |words, _, _| words.to_owned());
        }
        self.pairs
    }

    fn same_name(&mut self, withdrawn: bool, name: impl Fn(&KnownItem) -> &String) {
        let mut by_name: FxHashMap<&str, usize> = FxHashMap::default();
        for (index, known) in self.known.iter().enumerate() {
            let free = self.taken.get(index) == Some(&false) && known.published;
            if free && known.withdrawn.is_some() == withdrawn {
                by_name.entry(name(known)).or_insert(index);
            }
        }
        for (pair, fresh) in self.pairs.iter_mut().zip(self.fresh) {
            if pair.is_some() {
                continue;
            }
            let Some(index) = by_name.get(fresh.natural.as_str()).copied() else { continue };
            let same_words = self.known.get(index).is_some_and(|known| known.words == fresh.words);
            let Some(taken) = self.taken.get_mut(index).filter(|taken| same_words && !**taken) else { continue };
            *taken = true;
            *pair = Some(index);
        }
    }

    /// Pairs where exactly one unpaired item of the document and exactly one unpaired known one have the same trait.
    fn only_choice(&mut self, withdrawn: bool, characteristic: impl Fn(&str, char, &str) -> String) {
        let mut choices: FxHashMap<String, (Vec<usize>, Vec<usize>)> = FxHashMap::default();
        for (index, fresh) in self.fresh.iter().enumerate() {
            if self.pairs.get(index) == Some(&None) {
                choices.entry(characteristic(&fresh.words, fresh.kind, &fresh.place)).or_default().0.push(index);
            }
        }
        for (index, known) in self.known.iter().enumerate() {
            let free = self.taken.get(index) == Some(&false) && known.published;
            if free && known.withdrawn.is_some() == withdrawn {
                let (place, kind) = place_and_kind(&known.natural);
                if let Some(choice) = choices.get_mut(&characteristic(&known.words, kind, place)) {
                    choice.1.push(index);
                }
            }
        }
        for (here, before) in choices.into_values() {
            let ([here], [before]) = (here.as_slice(), before.as_slice()) else { continue };
            if let (Some(pair), Some(taken)) = (self.pairs.get_mut(*here), self.taken.get_mut(*before)) {
                *pair = Some(*before);
                *taken = true;
            }
        }
    }
}

fn settle(tagged: &mut TaggedDocument, fresh: &[Fresh], known: &[KnownItem], pairs: &[Option<usize>]) -> ItemChanges {
    let mut changes = ItemChanges::default();
    // Whatever id was ever given belongs to its words, whether its generation was published or not.
    let owners: FxHashMap<&str, &KnownItem> = known.iter().map(|known| (known.id.as_str(), known)).collect();
    let mut in_use: FxHashSet<String> =
        pairs.iter().flatten().filter_map(|index| known.get(*index)).map(|known| known.id.clone()).collect();
    let mut new_in_block: FxHashMap<(&str, char), Vec<String>> = FxHashMap::default();
    for ((item, fresh), pair) in tagged.items.iter_mut().zip(fresh).zip(pairs) {
        if let Some(known) = pair.and_then(|index| known.get(index)) {
            item.id.clone_from(&known.id);
            note_moves(item, fresh, known, &mut changes);
            continue;
        }
        item.id = free_id(&fresh.natural, |id| {
            !in_use.contains(id) && owners.get(id).is_none_or(|owner| !owner.published && owner.words == fresh.words)
        });
        in_use.insert(item.id.clone());
        new_in_block.entry((&fresh.place, fresh.kind)).or_default().push(item.id.clone());
        changes.given.push(Given {
            id: item.id.clone(),
            natural: Some(fresh.natural.clone()).filter(|natural| *natural != item.id),
            words: fresh.words.clone(),
            digest: fresh.digest.clone(),
            text: item.text.clone(),
        });
    }
    let gone: Vec<&KnownItem> = known
        .iter()
        .filter(|known| known.published && known.withdrawn.is_none() && !in_use.contains(&known.id))
        .collect();
    let heirs = heirs_of(&gone, tagged, fresh);
    for (known, heir) in gone.iter().zip(&heirs) {
        let (place, kind) = place_and_kind(&known.natural);
        let perhaps_now = match new_in_block.get(&(place, kind)).map(Vec::as_slice) {
            Some([only]) => Some(only.clone()),
            _ => None,
        };
        changes.withdrawn.push(Withdrawn { id: known.id.clone(), perhaps_now, heir: heir.clone() });
    }
    changes.withdrawn.sort_by(|one, other| one.id.cmp(&other.id));
    lead_back(tagged, known, &changes);
    changes
}

/// For each item that is gone, the id of the one that takes over. Places are compared without the report's key: of a work that had
/// two keys the rows are joined.
fn heirs_of(gone: &[&KnownItem], tagged: &TaggedDocument, fresh: &[Fresh]) -> Vec<Option<String>> {
    let before: Vec<Words<'_>> = gone
        .iter()
        .map(|known| {
            let (place, kind) = place_and_kind(&known.natural);
            let joined = key_of(place) != tagged.document.meta.key;
            Words { place: within(place), kind, text: &known.text, joined }
        })
        .collect();
    let now: Vec<Words<'_>> = tagged
        .items
        .iter()
        .zip(fresh)
        .map(|(item, fresh)| Words { place: within(&fresh.place), kind: fresh.kind, text: &item.text, joined: false })
        .collect();
    let id = |heir: Option<usize>| heir.and_then(|at| tagged.items.get(at)).map(|item| item.id.clone());
    heirs(&before, &now).into_iter().map(id).collect()
}

/// The report's key in a block id.
fn key_of(place: &str) -> &str {
    place.split('#').next().unwrap_or(place)
}

/// A block id without the report's key.
fn within(place: &str) -> &str {
    place.split_once('#').map_or(place, |(_, within)| within)
}

/// Tells every item which ids it has taken over, now and earlier, however many steps lead to it.
fn lead_back(tagged: &mut TaggedDocument, known: &[KnownItem], changes: &ItemChanges) {
    let mut next: FxHashMap<&str, &str> = FxHashMap::default();
    for known in known.iter().filter(|known| known.withdrawn.is_some() && !changes.returned.contains(&known.id)) {
        if let Some(heir) = &known.heir {
            next.insert(&known.id, heir);
        }
    }
    for gone in &changes.withdrawn {
        if let Some(heir) = &gone.heir {
            next.insert(&gone.id, heir);
        }
    }
    if next.is_empty() {
        return;
    }
    let mut formerly: FxHashMap<&str, Vec<String>> = FxHashMap::default();
    for old in next.keys() {
        let mut last = *old;
        // A chain is no longer than there are ids that lead on.
        for _ in 0..next.len() {
            match next.get(last) {
                Some(heir) => last = heir,
                None => break,
            }
        }
        if last != *old {
            formerly.entry(last).or_default().push((*old).to_owned());
        }
    }
    for item in &mut tagged.items {
        item.formerly = formerly.remove(item.id.as_str()).unwrap_or_default();
        item.formerly.sort_unstable();
    }
}

fn note_moves(item: &mut Item, fresh: &Fresh, known: &KnownItem, changes: &mut ItemChanges) {
    if fresh.natural != known.natural {
        changes.moved.push(Moved { id: known.id.clone(), natural: fresh.natural.clone() });
    }
    if without_count(&fresh.natural) != without_count(&known.id) && !item.flags.iter().any(|flag| flag == MOVED) {
        item.flags.push(MOVED.to_owned());
    }
    if fresh.digest != known.digest {
        let text = (item.text != known.text).then(|| item.text.clone());
        changes.changed.push(Changed { id: known.id.clone(), digest: fresh.digest.clone(), text });
    }
    if known.withdrawn.is_some() {
        changes.returned.push(known.id.clone());
    }
}

fn free_id(natural: &str, is_free: impl Fn(&str) -> bool) -> String {
    if is_free(natural) {
        return natural.to_owned();
    }
    // `...d-2` counts on as `...d-3`, not as `...d-2-2`.
    let stem = without_count(natural);
    (2_u32..).map(|nth| format!("{stem}-{nth}")).find(|id| is_free(id)).unwrap_or_default()
}

/// An id without its `-2`: after the `~` a hyphen only ever parts off the count.
fn without_count(id: &str) -> &str {
    let hash_at = id.rfind('~').unwrap_or(0);
    id.rfind('-').filter(|at| *at > hash_at).and_then(|at| id.get(..at)).unwrap_or(id)
}

/// The block id and the letter of the kind in a natural id.
pub(super) fn place_and_kind(natural: &str) -> (&str, char) {
    let (place, rest) = natural.rsplit_once('~').unwrap_or((natural, ""));
    let kind = rest.split_once('.').and_then(|(_, kind)| kind.chars().next()).unwrap_or('?');
    (place, kind)
}

/// The number or ordinal of a block id, without its heading and annex.
fn last_part(place: &str) -> &str {
    place.rsplit(['/', '#']).next().unwrap_or(place)
}

#[cfg(test)]
mod tests;
