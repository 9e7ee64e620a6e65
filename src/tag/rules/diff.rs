//! `rules diff OLD NEW`: which items do new rules gain, lose or change over the same documents?

use crate::model::{Document, Item};
use crate::tag::{Context, Tagger};

/// The difference between two sets of rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diff {
    /// Items that only the new rules find.
    pub gained: Vec<Entry>,
    /// Items that only the old rules find.
    pub lost: Vec<Entry>,
    /// Items that both find, of which something else than the rule's id differs: before and after.
    pub changed: Vec<(Entry, Entry)>,
    /// Items that both find alike.
    pub same: usize,
}

/// An item and the report that it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Report key.
    pub report: String,
    /// The item.
    pub item: Item,
}

impl Diff {
    /// Lost items as a share of what the old rules found, 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of items, far below 2^52")]
    pub fn loss(&self) -> f64 {
        let before = self.lost.len() + self.changed.len() + self.same;
        if before == 0 { 0.0 } else { self.lost.len() as f64 / before as f64 }
    }

    /// Compares two taggers on one more document.
    pub fn add(&mut self, old: &Tagger, new: &Tagger, document: &Document, context: &Context) {
        let before = old.tag(document.clone(), context).items;
        let mut after = new.tag(document.clone(), context).items;
        let entry = |item: Item| Entry { report: document.meta.key.clone(), item };
        for item in before {
            match after.iter().position(|other| place(other) == place(&item)) {
                None => self.lost.push(entry(item)),
                Some(at) => {
                    let now = after.remove(at);
                    if like(&item, &now) {
                        self.same += 1;
                    } else {
                        self.changed.push((entry(item), entry(now)));
                    }
                }
            }
        }
        self.gained.extend(after.into_iter().map(entry));
    }
}

/// Where an item stands and what it is: two items of the same place are the same item.
fn place(item: &Item) -> (usize, [usize; 2], crate::model::Kind) {
    (item.block, item.span, item.kind)
}

/// Whether two items of one place say the same: all but the rule and the cue, which are the rules' own affair.
fn like(one: &Item, other: &Item) -> bool {
    Item { rule: other.rule.clone(), cue: other.cue, ..one.clone() } == *other
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockType, Meta, Source};
    use crate::tag::rules::RuleSet;

    fn tagger(rules: &str) -> Tagger {
        Tagger::from_rules(RuleSet::from_files(&[("test.toml".into(), rules.into())], &[]).unwrap()).unwrap()
    }

    fn document(text: &str) -> Document {
        let block = Block::bare(BlockType::Paragraph, text);
        let meta = Meta { key: "r-1".into(), ..Meta::default() };
        Document {
            schema: crate::model::document::SCHEMA.into(),
            source: Source::default(),
            meta,
            blocks: vec![block],
            notes: vec![],
        }
    }

    fn rule(id: &str, force: &str, verb: &str) -> String {
        format!(
            "[[rule]]\nid = '{id}'\nkind = 'decision'\nforce = '{force}'\ndoc = 'a test'\n[[rule.clause]]\ndoes = ['{verb}']\n"
        )
    }

    #[test]
    fn gains_losses_and_changes_are_told_apart() {
        let old =
            tagger(&format!("{}{}", rule("decision.a", "agreed", "agree"), rule("decision.b", "agreed", "settle")));
        let new =
            tagger(&format!("{}{}", rule("decision.a", "decided", "agree"), rule("decision.c", "agreed", "close")));
        let mut diff = Diff::default();
        diff.add(&old, &new, &document("It was agreed. It was settled. It was closed."), &Context::default());
        let texts = |entries: &[Entry]| entries.iter().map(|entry| entry.item.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&diff.gained), ["It was closed."]);
        assert_eq!(texts(&diff.lost), ["It was settled."]);
        assert_eq!(diff.changed.len(), 1);
        assert!((diff.loss() - 0.5).abs() < 1e-9);
    }
}
