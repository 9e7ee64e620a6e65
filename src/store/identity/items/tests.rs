//! Ids of items over readings that change.

use super::*;
use crate::model::{Block, BlockType, Document, Force, Meta, Source};
use crate::store::identity::blocks::assign_block_ids;

/// A report of paragraphs `(number, section, items)`; each item is `(kind, words)`.
type Paragraphs<'a> = &'a [(&'a str, &'a str, &'a [(Kind, &'a str)])];

fn report(paragraphs: Paragraphs<'_>) -> TaggedDocument {
    let (mut blocks, mut items) = (Vec::new(), Vec::new());
    for (index, (number, section, found)) in paragraphs.iter().enumerate() {
        blocks.push(Block {
            number: Some((*number).to_owned()).filter(|number| !number.is_empty()),
            section: Some((*section).to_owned()).filter(|section| !section.is_empty()),
            ..Block::bare(BlockType::Paragraph, found.iter().map(|(_, words)| *words).collect::<Vec<_>>().join(" "))
        });
        items.extend(found.iter().map(|(kind, words)| item(index, *kind, words)));
    }
    assign_block_ids("k", &mut blocks);
    let document = Document {
        schema: String::new(),
        source: Source::default(),
        meta: Meta { key: "k".to_owned(), ..Meta::default() },
        blocks,
        notes: Vec::new(),
    };
    TaggedDocument { document, items }
}

fn item(block: usize, kind: Kind, words: &str) -> Item {
    Item { block, span: [0, words.len()], ..Item::bare(kind, Force::Agreed, words) }
}

use Kind::{Action, Decision, Recommendation};

fn known(changes: &ItemChanges) -> Vec<KnownItem> {
    let of = |given: &Given| KnownItem {
        id: given.id.clone(),
        natural: given.natural.as_ref().unwrap_or(&given.id).clone(),
        words: given.words.clone(),
        digest: given.digest.clone(),
        text: given.text.clone(),
        first_seen: "2026-01-01".into(),
        changed: "2026-01-01".into(),
        withdrawn: None,
        published: true,
        heir: None,
    };
    changes.given.iter().map(of).collect()
}

fn ids(report: &TaggedDocument) -> Vec<&str> {
    report.items.iter().map(|item| item.id.as_str()).collect()
}

/// Reads `before`, then `after`, and answers the ids of both and the second changes.
fn twice(before: Paragraphs<'_>, after: Paragraphs<'_>) -> (Vec<String>, Vec<String>, ItemChanges) {
    let (mut first, mut second) = (report(before), report(after));
    let ledger = known(&assign(&mut first, &[]));
    let changes = assign(&mut second, &ledger);
    let owned = |report: &TaggedDocument| ids(report).into_iter().map(str::to_owned).collect();
    (owned(&first), owned(&second), changes)
}

#[test]
fn an_id_is_block_hash_and_kind() {
    let mut one = report(&[("7", "", &[(Decision, "It was agreed."), (Action, "It was agreed.")])]);
    let changes = assign(&mut one, &[]);
    let mut hash = words_hash("It was agreed.");
    hash.truncate(SHORT_HASH);
    assert_eq!(ids(&one), [format!("k#7~{hash}.d"), format!("k#7~{hash}.a")]);
    assert_eq!(changes.given.len(), 2);
}

#[test]
fn the_same_words_twice_in_a_block_are_counted() {
    let mut one = report(&[("7", "", &[(Decision, "Agreed."), (Decision, "Agreed."), (Decision, "AGREED")])]);
    let _ = assign(&mut one, &[]);
    assert_eq!(one.items[1].id, format!("{}-2", one.items[0].id));
    assert_eq!(one.items[2].id, format!("{}-3", one.items[0].id));
}

#[test]
fn nothing_new_changes_nothing() {
    let same: Paragraphs<'_> = &[("7", "", &[(Decision, "One."), (Decision, "One.")]), ("8", "", &[(Action, "Two.")])];
    let (before, after, changes) = twice(same, same);
    assert_eq!(before, after);
    assert!(changes.is_empty(), "{changes:?}");
}

#[test]
fn a_recovered_number_keeps_ids_and_records_the_move() {
    let (before, after, changes) = twice(
        &[("", "Notes", &[(Decision, "One.")]), ("2", "", &[(Action, "Two.")])],
        &[("1", "Notes", &[(Decision, "One.")]), ("2", "", &[(Action, "Two.")])],
    );
    assert_eq!(before, after);
    assert_eq!(changes.moved.len(), 1);
    assert!(changes.moved[0].natural.starts_with("k#1~"));
    assert!(changes.given.is_empty() && changes.withdrawn.is_empty());
}

#[test]
fn a_moved_item_is_flagged_and_found_again_where_it_is() {
    let mut first = report(&[("", "Notes", &[(Decision, "One.")])]);
    let mut ledger = known(&assign(&mut first, &[]));
    let mut second = report(&[("1", "Notes", &[(Decision, "One.")])]);
    let changes = assign(&mut second, &ledger);
    assert_eq!(second.items[0].flags, [MOVED]);
    ledger[0].natural.clone_from(&changes.moved[0].natural);
    let mut third = report(&[("1", "Notes", &[(Decision, "One.")])]);
    assert!(assign(&mut third, &ledger).is_empty());
    assert_eq!(ids(&third), ids(&first));
    assert_eq!(third.items[0].flags, [MOVED]);
}

#[test]
fn another_kind_for_the_same_words_keeps_the_id() {
    let (before, after, changes) =
        twice(&[("7", "", &[(Recommendation, "One.")])], &[("7", "", &[(Decision, "One.")])]);
    assert_eq!(before, after);
    assert!(after[0].ends_with(".r"));
    assert_eq!((changes.moved.len(), changes.changed.len()), (1, 1));
}

#[test]
fn an_edited_paragraph_moves_its_own_ids_only() {
    let (before, after, changes) = twice(
        &[("1", "", &[(Decision, "One.")]), ("2", "", &[(Action, "Two.")]), ("3", "", &[(Action, "Three.")])],
        &[("1", "", &[(Decision, "One.")]), ("2", "", &[(Action, "Two, too.")]), ("3", "", &[(Action, "Three.")])],
    );
    assert_eq!((&before[0], &before[2]), (&after[0], &after[2]));
    assert_ne!(before[1], after[1]);
    assert_eq!(
        changes.withdrawn,
        [Withdrawn { id: before[1].clone(), perhaps_now: Some(after[1].clone()), heir: None }]
    );
}

#[test]
fn an_item_whose_words_hold_those_of_items_that_are_gone_answers_to_their_ids() {
    let (one, two) = ("The forum could publish a list of speakers.", "This would help newcomers to prepare.");
    let whole = "The forum could publish a list of speakers. This would help newcomers to prepare.";
    let mut first = report(&[("7", "", &[(Recommendation, one), (Action, two)])]);
    let mut ledger = known(&assign(&mut first, &[]));
    let mut second = report(&[("7", "", &[(Recommendation, whole)])]);
    let changes = assign(&mut second, &ledger);
    let heirs: Vec<Option<&str>> = changes.withdrawn.iter().map(|gone| gone.heir.as_deref()).collect();
    assert_eq!(heirs, [Some(ids(&second)[0]); 2]);
    let mut old: Vec<String> = ids(&first).iter().map(|id| (*id).to_owned()).collect();
    old.sort_unstable();
    assert_eq!(second.items[0].formerly, old);
    // The next night, and after one more change of words, the first ids still lead on.
    for item in &mut ledger {
        item.withdrawn = Some("2026-01-02".into());
        item.heir = Some(second.items[0].id.clone());
    }
    ledger.extend(known(&changes));
    let mut again = report(&[("7", "", &[(Recommendation, whole)])]);
    assert!(assign(&mut again, &ledger).is_empty());
    assert_eq!(again.items[0].formerly, old);
    let mut third = report(&[("7", "", &[(Recommendation, one)])]);
    let changes = assign(&mut third, &ledger);
    assert_eq!(changes.returned, ids(&third), "the first words are back under their first id");
    assert!(third.items[0].formerly.contains(&second.items[0].id));
}

#[test]
fn an_inserted_paragraph_with_the_words_of_another_takes_no_id_away() {
    let (before, after, changes) = twice(
        &[("1", "", &[(Decision, "Agreed.")])],
        &[("1", "", &[(Decision, "Agreed.")]), ("2", "", &[(Decision, "Agreed.")])],
    );
    assert_eq!(before[0], after[0]);
    assert_eq!(changes.given.len(), 1);
}

#[test]
fn where_two_have_the_words_neither_takes_over_an_id_that_went() {
    let (before, after, changes) = twice(
        &[("1", "", &[(Decision, "Agreed.")])],
        &[("2", "", &[(Decision, "Agreed.")]), ("3", "", &[(Decision, "Agreed.")])],
    );
    assert!(!after.contains(&before[0]));
    assert_eq!((changes.given.len(), changes.withdrawn.len()), (2, 1));
}

#[test]
fn a_vacated_id_is_not_given_to_the_same_words_at_its_old_place() {
    // "One." moves from 1 to 2 and keeps its id; later the same words stand in 1 as well.
    let mut first = report(&[("1", "", &[(Decision, "One.")])]);
    let mut ledger = known(&assign(&mut first, &[]));
    let mut second = report(&[("2", "", &[(Decision, "One.")])]);
    let changes = assign(&mut second, &ledger);
    ledger[0].natural.clone_from(&changes.moved[0].natural);
    let mut third = report(&[("1", "", &[(Decision, "One.")]), ("2", "", &[(Decision, "One.")])]);
    let _ = assign(&mut third, &ledger);
    assert_eq!(third.items[1].id, first.items[0].id);
    assert_eq!(third.items[0].id, format!("{}-2", first.items[0].id));
}

#[test]
fn an_id_that_counts_on_from_anothers_is_found_again_and_not_called_moved() {
    let mut first = report(&[("1", "", &[(Decision, "One.")])]);
    let mut ledger = known(&assign(&mut first, &[]));
    let mut second = report(&[("2", "", &[(Decision, "One.")])]);
    let changes = assign(&mut second, &ledger);
    ledger[0].natural.clone_from(&changes.moved[0].natural);
    let both: Paragraphs<'_> = &[("1", "", &[(Decision, "One.")]), ("2", "", &[(Decision, "One.")])];
    let mut third = report(both);
    let changes = assign(&mut third, &ledger);
    ledger.extend(known(&changes));
    let mut fourth = report(both);
    assert!(assign(&mut fourth, &ledger).is_empty());
    assert!(fourth.items[0].flags.is_empty());
}

#[test]
fn an_item_that_just_vanished_is_followed_before_one_withdrawn_earlier() {
    let mut first = report(&[("1", "", &[(Decision, "One.")]), ("2", "", &[(Decision, "One.")])]);
    let mut ledger = known(&assign(&mut first, &[]));
    ledger[0].withdrawn = Some("2026-02-01".into());
    let mut second = report(&[("1", "", &[(Decision, "One.")])]);
    let _ = assign(&mut second, &ledger);
    assert_eq!(second.items[0].id, first.items[1].id);
}

#[test]
fn a_withdrawn_item_that_comes_back_has_its_id_again() {
    let mut first = report(&[("1", "", &[(Decision, "One.")])]);
    let mut ledger = known(&assign(&mut first, &[]));
    ledger[0].withdrawn = Some("2026-02-01".into());
    for number in ["1", "5"] {
        let mut again = report(&[(number, "", &[(Decision, "One.")])]);
        let changes = assign(&mut again, &ledger);
        assert_eq!(ids(&again), ids(&first));
        assert_eq!(changes.returned, [first.items[0].id.clone()]);
    }
}

#[test]
fn an_id_is_not_given_to_other_words_that_hash_alike() {
    let mut one = report(&[("7", "", &[(Decision, "One.")])]);
    let mut ledger = known(&assign(&mut one, &[]));
    // What a collision of the short hash would look like.
    ledger[0].words.replace_range(8.., "aaaaaaaaaaaaaaaa");
    let mut again = report(&[("7", "", &[(Decision, "One.")])]);
    let _ = assign(&mut again, &ledger);
    assert_eq!(again.items[0].id, format!("{}-2", one.items[0].id));
}

#[test]
fn an_id_of_an_unpublished_generation_is_given_again_to_its_words_only() {
    let mut one = report(&[("7", "", &[(Decision, "One.")])]);
    let mut ledger = known(&assign(&mut one, &[]));
    ledger[0].published = false;
    let mut again = report(&[("7", "", &[(Decision, "One.")])]);
    let changes = assign(&mut again, &ledger);
    assert_eq!((ids(&again), changes.given.len()), (ids(&one), 1));
    assert!(changes.withdrawn.is_empty());
}
