//! Whether a report is written in the language of the lexicon: in another one, what looks like a rule's words is chance.

use crate::language::{Language, Tag};
use crate::model::{Block, BlockType, Note, Stage};

/// The code of the note.
pub const FOREIGN: &str = "language-unknown";
/// Words of a report that are looked at, from its beginning.
const ENOUGH: usize = 2_000;
/// Fewer words tell nothing: a list of names, a table.
const FEWEST: usize = 40;
/// Of a hundred words in the language of the lexicon, this many at the least are articles, prepositions, auxiliaries and their like;
/// lists of tasks have 20 and more, running text about 40, another language up to 9 by chance ("in", "was", "on").
const SMALL_WORDS: usize = 12;

/// The small words of a language, which no text does without.
const SMALL: u32 = Tag::Determiner.bit()
    | Tag::Preposition.bit()
    | Tag::Coordinator.bit()
    | Tag::To.bit()
    | Tag::That.bit()
    | Tag::Be.bit()
    | Tag::Have.bit()
    | Tag::Modal.bit()
    | Tag::Possessive.bit();

/// A note that says so where a report is in a language that the lexicon does not hold.
#[must_use]
pub fn foreign(blocks: &[Block], language: &Language) -> Option<Note> {
    let (mut words, mut small) = (0_usize, 0_usize);
    for block in blocks.iter().filter(|block| holds_text(block)) {
        let read = language.glance(&block.text);
        for token in read.tokens.iter().filter(|token| token.mark == 0) {
            words += 1;
            small += usize::from(token.could & SMALL != 0);
        }
        if words >= ENOUGH {
            break;
        }
    }
    let foreign = words >= FEWEST && small * 100 < words * SMALL_WORDS;
    foreign.then(|| {
        Note::new(
            Stage::Tag,
            FOREIGN,
            format!(
                "{small} of the first {words} words are small words of English, the language of the built-in lexicon; at least {SMALL_WORDS} of a \
                 hundred were expected. The report is kept and can be searched, but no decisions, actions or recommendations were looked for in \
                 it. Add a translation to the corpus to have them listed."
            ),
        )
    })
}

fn holds_text(block: &Block) -> bool {
    !matches!(block.block_type, BlockType::Furniture | BlockType::Meta | BlockType::Title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_foreign(text: &str) -> bool {
        let blocks = [Block::bare(BlockType::Paragraph, text)];
        foreign(&blocks, &Language::embedded().unwrap()).is_some()
    }

    #[test]
    fn other_languages_are_told_from_short_lists() {
        assert!(is_foreign(
            "Le conseil a adopté le budget sans modification. Le secrétariat enverra la liste des membres avant le cinq juin. \
             Il est proposé de réunir le groupe deux fois par an. Les membres ont pris note du rapport et ont convenu de se revoir \
             en automne pour en discuter."
        ));
        assert!(is_foreign(
            "Der Vorstand hat den Haushalt einstimmig beschlossen. Die Geschäftsstelle wird die Liste bis zum fünften Juni \
             verschicken. Es wurde vorgeschlagen, zweimal im Jahr zu tagen. Die Mitglieder nahmen den Bericht zur Kenntnis und \
             dankten allen, die daran gearbeitet haben, für ihre Mühe."
        ));
        assert!(!is_foreign(
            "Ben: pay the plumber by 30 March. Mira to print notices. Order two water butts, Ana Keller. Circulate rent letter. \
             Call the printer about flyers. Book hall for May. Write to schools. Check the statutes. Send minutes to all. Find \
             a venue for June. Ask farmers about gates."
        ));
        assert!(!is_foreign("Ana Keller, Ben Osei, Mira Lund"));
    }
}
