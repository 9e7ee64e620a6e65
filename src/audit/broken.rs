//! Blocks that no author writes: sentences that stop at a small word, brackets that never close, words run together at a seam,
//! figures of a table's rows as text, entries of a list in one. Each is the trace of lines joined or parted wrongly.

use crate::model::{Block, BlockType, Document, Role};

const ENDS: &str = "it ends in the middle of a sentence";
const BEGINS: &str = "it begins in the middle of a sentence";
const BRACKET: &str = "a bracket in it opens or closes alone";
const GLUED: &str = "words in it run together as lines from two places do";
const FIGURES: &str = "it reads like cells of a table";
const HYPHEN: &str = "a figure stands within a hyphenated word";
const SEVERAL: &str = "it holds several entries of a list";
const OPENING: &str = "what opens blocks elsewhere stands in its middle";
const MASTHEAD: &str = "it could hold both sides of a masthead";
const ROW_TEXT: &str = "a row of cells begins like running text";
const OUTCOME: &str = "a motion and its outcome are parted";

/// Words that end no sentence, in the languages that many reports are written in.
const SMALL_WORDS: [&str; 44] = [
    "the", "of", "to", "and", "a", "an", "in", "at", "for", "by", "with", "on", "from", "that", "or", "be", "is",
    "are", "was", "were", "which", "as", "its", "their", "this", "these", "had", "has", "have", "will", "would",
    "should", "not", "de", "la", "le", "les", "des", "et", "du", "à", "el", "los", "y",
];
/// Words of a sentence, at least: shorter lines are labels ("Signed by").
const SENTENCE: usize = 5;
/// A word that runs into the next has so many small letters before the capital, and so many behind it.
const BEFORE: usize = 2;
const BEHIND: usize = 2;
/// Words of a row of figures, at most, and the share of them that are figures.
const ROW: usize = 8;
const FIGURE_SHARE: f32 = 0.4;
/// Figures among words without a stop at the end: a column of figures read with its labels.
const COLUMN: usize = 4;
/// Commas of one entry in a list of names, at most, and words before a colon within an entry.
const COMMAS: usize = 2;
const LABEL: usize = 4;
/// Brackets behind names that show several entries, and blocks that an opening must open to be a label.
const BRACKETS: usize = 3;
const OPENED: usize = 2;
/// Words of a first cell in small letters that read like running text.
const CELL_WORDS: usize = 4;
/// Words of the outcome of a motion, at most.
const OUTCOME_WORDS: usize = 6;

/// Enters the doubts.
pub(super) fn enter(document: &mut Document) {
    let blocks = &document.blocks;
    let text: Vec<usize> = (0..blocks.len()).filter(|at| blocks.get(*at).is_some_and(is_text)).collect();
    let openings = openings(blocks);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block.block_type {
            BlockType::Meta if is_masthead(&block.text) => found.push((at, MASTHEAD)),
            BlockType::TableRow if begins_as_text(block) => found.push((at, ROW_TEXT)),
            _ => {}
        }
    }
    for (order, at) in text.iter().enumerate() {
        let Some(block) = blocks.get(*at).filter(|block| is_prose(block)) else { continue };
        found.extend(of_block(block).map(|reason| (*at, reason)));
        if holds_opening(&block.text, &openings) {
            found.push((*at, OPENING));
        }
        let next = text.get(order + 1).and_then(|next| Some((*next, blocks.get(*next)?)));
        let Some((next, below)) = next.filter(|(_, below)| is_prose(below) && below.number.is_none()) else { continue };
        if ends_openly(&block.text) {
            found.push((next, BEGINS));
        } else if begins_inside(&below.text) {
            let openly = block.text.ends_with(char::is_alphabetic).then_some((*at, ENDS));
            found.extend([(next, BEGINS)].into_iter().chain(openly));
        }
        if is_motion(&block.text) && is_outcome(&below.text) {
            found.extend([(*at, OUTCOME), (next, OUTCOME)]);
        }
    }
    for (at, reason) in found {
        if let Some(block) = document.blocks.get_mut(at) {
            block.doubt.get_or_insert_with(|| reason.to_owned());
        }
    }
}

fn is_text(block: &Block) -> bool {
    !matches!(block.block_type, BlockType::Furniture | BlockType::Footnote | BlockType::EndMark)
}

fn is_prose(block: &Block) -> bool {
    let types = [BlockType::Paragraph, BlockType::ListItem, BlockType::QuoteParagraph, BlockType::Participant];
    types.contains(&block.block_type) && !matches!(block.role, Some(Role::Contents | Role::Caption))
}

/// Labels that open blocks without number: "Action:", "Moved by".
fn openings(blocks: &[Block]) -> Vec<String> {
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for block in blocks.iter().filter(|block| is_prose(block) && block.number.is_none()) {
        let first: Vec<&str> = block.text.split(' ').take(2).collect();
        let label = match first.as_slice() {
            [one, ..] if one.ends_with(':') => Some((*one).to_owned()),
            [one, two] if *two == "by" && one.starts_with(char::is_uppercase) => Some(format!("{one} {two}")),
            _ => None,
        };
        label.into_iter().for_each(|label| *counts.entry(label).or_default() += 1);
    }
    counts.into_iter().filter(|(_, count)| *count >= OPENED).map(|(label, _)| label).collect()
}

/// Whether a label that opens blocks elsewhere stands behind the end of a sentence.
fn holds_opening(text: &str, openings: &[String]) -> bool {
    openings.iter().any(|label| {
        text.match_indices(label.as_str()).any(|(at, _)| {
            text.get(..at).is_some_and(|before| before.trim_end().ends_with(['.', ')', ';']) && before.ends_with(' '))
        })
    })
}

/// "(7-2). Mr. Lind asked", "5 uneven, and", "9: carried": the rest of a sentence.
fn begins_inside(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    let small = |rest: &str| rest.trim_start_matches([':', ' ']).starts_with(char::is_lowercase);
    let is_counted = (1..=2).contains(&digits) && rest.starts_with([' ', ':']) && small(rest);
    let closed = text.strip_prefix('(').and_then(|inner| inner.split_once(')'));
    is_counted || closed.is_some_and(|(_, behind)| behind.starts_with(['.', ',', ';']))
}

/// "United Nations A/12/34", "General Assembly Distr.: General".
fn is_masthead(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_symbol = |word: &&str| word.matches('/').count() > 1 && word.contains(|one: char| one.is_ascii_digit());
    let behind = words.iter().skip(2);
    !text.contains("http") && behind.clone().any(|word| is_symbol(word) || word.starts_with("Distr."))
}

/// A first cell that opens small and goes on.
fn begins_as_text(row: &Block) -> bool {
    let first = row.cells.as_ref().and_then(|cells| cells.first()).map_or(row.text.as_str(), String::as_str);
    first.starts_with(char::is_lowercase) && first.split(' ').count() > CELL_WORDS
}

/// What is odd about a block by itself.
fn of_block(block: &Block) -> Option<&'static str> {
    let text = block.text.as_str();
    if ends_openly(text) {
        return Some(ENDS);
    }
    if has_lone_bracket(text) {
        return Some(BRACKET);
    }
    if text.split(' ').any(runs_together) {
        return Some(GLUED);
    }
    if splits_word(text) {
        return Some(HYPHEN);
    }
    if block.block_type == BlockType::Participant {
        return holds_several(text).then_some(SEVERAL);
    }
    let is_closed = text.ends_with(['.', ':', ';', '?', '!', '”']);
    if !is_closed && text.matches(", ").count() >= BRACKETS && text.matches(" (").count() >= BRACKETS {
        return Some(SEVERAL);
    }
    are_figures(text).then_some(FIGURES)
}

fn ends_openly(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    SMALL_WORDS.contains(&last) && text.split(' ').count() >= SENTENCE
}

/// A bracket without its other half; "1)" and "a)" within a sentence count entries.
fn has_lone_bracket(text: &str) -> bool {
    let mut open = 0_i32;
    // Letters and figures behind the last blank or sign: a figure counts for half a letter.
    let mut word = 0;
    for sign in text.chars() {
        match sign {
            '(' => open += 1,
            ')' if open > 0 => open -= 1,
            ')' if word > 2 => return true,
            _ => {}
        }
        word = match sign {
            sign if sign.is_alphabetic() => word + 2,
            sign if sign.is_numeric() => word + 1,
            _ => 0,
        };
    }
    open > 0
}

/// "endAction", "basis,Action": a small word runs into a capital one.
fn runs_together(word: &str) -> bool {
    if word.contains(['/', '@', '_', '#', '=']) || word.starts_with("www.") {
        return false;
    }
    let small = word.chars().take_while(|one| one.is_lowercase()).count();
    let mut rest = word.chars().skip(small).peekable();
    rest.next_if_eq(&',');
    let is_capital = rest.next().is_some_and(char::is_uppercase);
    small >= BEFORE && is_capital && rest.take_while(|one| one.is_lowercase()).count() >= BEHIND
}

/// "Mon- 9 tevideo": the figure of the next column stands in the middle of a word.
fn splits_word(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    words.windows(3).any(|three| {
        let [first, figure, last] = three else { return false };
        let cut = first.strip_suffix('-').is_some_and(|stem| stem.ends_with(char::is_lowercase));
        cut && is_figure(figure) && last.starts_with(char::is_lowercase)
    })
}

fn is_figure(word: &str) -> bool {
    let bare = word.trim_matches(['(', ')', '%', ',', '.']);
    !bare.is_empty() && bare.chars().all(|one| one.is_ascii_digit() || matches!(one, ',' | '.' | '%'))
}

fn are_figures(text: &str) -> bool {
    if text.ends_with(['.', ':', ';', '?', '!', ')', '”']) {
        return false;
    }
    let (mut words, mut figures) = (0_usize, 0_usize);
    for word in text.split(' ') {
        words += 1;
        figures += usize::from(is_figure(word));
    }
    let is_row = (2..=ROW).contains(&words) && figures as f32 >= FIGURE_SHARE * words as f32 && ends_in_figure(text);
    is_row || figures >= COLUMN && ends_in_figure(text)
}

fn ends_in_figure(text: &str) -> bool {
    text.rsplit(' ').next().is_some_and(is_figure)
}

/// Several names in one entry: "Kummer, Markus de Natris, Wout Wagner, Flavio", "Holm, Ada (private) Secretariat: Jo Lee".
fn holds_several(text: &str) -> bool {
    let outside = text
        .split('(')
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) });
    let commas = outside.map(|part| part.matches(',').count()).sum::<usize>();
    let label = text.find(": ").map_or(0, |at| text.get(..at).unwrap_or_default().split(' ').count());
    commas > COMMAS || label > LABEL
}

/// "Moved by Ms. Lind. Seconded by Mr. Abara."
fn is_motion(text: &str) -> bool {
    let lower = text.to_lowercase();
    (lower.starts_with("moved by") || lower.starts_with("motion by")) && lower.ends_with('.')
}

/// "Carried unanimously.", "Defeated (3-6)."
fn is_outcome(text: &str) -> bool {
    const OUTCOMES: [&str; 6] = ["carried", "defeated", "lost", "withdrawn", "adopted", "passed"];
    let first = text.split([' ', '.', ',']).next().unwrap_or_default().to_lowercase();
    OUTCOMES.contains(&first.as_str()) && text.split(' ').count() <= OUTCOME_WORDS
}

#[cfg(test)]
mod tests {
    use super::super::testing::{block, document};
    use super::*;

    fn doubts(kind: BlockType, texts: &[&str]) -> Vec<Option<String>> {
        let mut read = document(texts.iter().map(|text| block(kind, "", text, 1)).collect());
        enter(&mut read);
        read.blocks.into_iter().map(|block| block.doubt).collect()
    }

    #[test]
    fn what_no_author_writes_is_doubted() {
        for (text, reason) in [
            ("The session was moderated by Ms. Lind as Chair of the", ENDS),
            ("June 2024)", BRACKET),
            ("Trainers must deliver their slides by the endAction of June.", GLUED),
            ("The rules are used on a provisional basis,Action as of May.", GLUED),
            ("Southern Cone (Mon- 9 tevideo)", HYPHEN),
            ("4,200 73", FIGURES),
            ("Basin Network 11 City of Gorinchem 9 Danube Data 22 Streams 8", FIGURES),
        ] {
            assert_eq!(doubts(BlockType::Paragraph, &[text])[0].as_deref(), Some(reason), "{text}");
        }
        let motions = ["Moved by Ms. Lind.", "Moved by Mr. Abara.", "The rules stand. Moved by Ms. Cole."];
        assert_eq!(doubts(BlockType::Paragraph, &motions)[2].as_deref(), Some(OPENING));
        let halves = ["The votes of the members were carried", "(7-2). Mr. Abara asked for a recount of them."];
        assert_eq!(doubts(BlockType::Paragraph, &halves)[0].as_deref(), Some(ENDS));
        assert_eq!(doubts(BlockType::Meta, &["United Nations A/AC.314/2031/7"])[0].as_deref(), Some(MASTHEAD));
        let row = "follow one another within a cluster; 10";
        assert_eq!(doubts(BlockType::TableRow, &[row])[0].as_deref(), Some(ROW_TEXT));
        let names = "Kummer, Markus de Natris, Wout Wagner, Flavio";
        assert_eq!(doubts(BlockType::Participant, &[names])[0].as_deref(), Some(SEVERAL));
        let motion = ["Moved by Ms. Lind. Seconded by Mr. Abara.", "Carried unanimously."];
        assert!(doubts(BlockType::Paragraph, &motion).iter().all(|doubt| doubt.as_deref() == Some(OUTCOME)));
    }

    #[test]
    fn usual_text_is_not() {
        for text in [
            "The council met (in part) and 1) agreed, 2) rose; see YouTube and GitHub, McDonald and eGovernment.",
            "In 2019 there were 42 members, 12 of them new, and 3 guests",
            "Present",
            "The meeting in 2024 raised 300 crowns.",
        ] {
            assert_eq!(doubts(BlockType::Paragraph, &[text]), [None], "{text}");
        }
        assert_eq!(doubts(BlockType::Participant, &["Holm, Ada (Port, Town, and Harbour Board), chair"]), [None]);
    }
}
