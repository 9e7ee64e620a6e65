//! Large initials: a first letter set over several lines is read with the first of them.

use super::a_words;
use super::fragment::{Fragment, INITIAL};
use super::letters::{Frame, Letter, LetterKind};
use crate::model::BBox;

/// Larger ones are pictures, not letters of a text.
const LARGEST: f32 = 9.0;
/// Height of a capital per unit of size.
const CAPITAL: f32 = 0.7;
/// Its head stands no further (ems of the text) from the head of the first line.
const HEAD: f32 = 0.7;
/// Its foot stands no further (ems of the text) below the last line beside it.
const FOOT: f32 = 0.6;
/// Text begins no further (ems of the text) behind it.
const BEHIND: f32 = 1.6;
/// Initials on a page, and fragments looked at beside one; more are a drawing.
const MOST: usize = 100;
const NEAR: usize = 512;
/// Lines beside it, at least.
const LINES: usize = 2;

/// Joins each initial to the line that it opens: its fragment's letters go `homes`-wards. Gives the places of the initials,
/// so that the lines beside them are not taken for indented ones.
pub(super) fn settle(
    letters: &mut [Letter],
    fragments: &mut [Fragment],
    homes: &mut [usize],
    frame: Frame,
    page: &str,
) -> Vec<BBox> {
    let mut places = Vec::new();
    for at in 0..fragments.len() {
        if places.len() >= MOST {
            break;
        }
        let Some(initial) = fragments.get(at).copied() else { continue };
        let Some(place) = letter_of(letters, &initial, page) else { continue };
        let Some(host) = first_line(fragments, &initial) else { continue };
        let Some(text) = fragments.get(host).copied() else { continue };
        let Some(letter) = letters.get_mut(place) else { continue };
        let top = initial.base - CAPITAL * initial.size;
        let bbox = BBox { left: initial.left, top, right: initial.right, bottom: initial.base };
        places.push(frame.leave_box(bbox));
        let is_word = stands_alone(letter.text(page), letters_of(letters, &text), page);
        let Some(letter) = letters.get_mut(place) else { continue };
        (letter.base, letter.size) = (text.base, text.size);
        // Without white between them the initial and the rest are one word.
        letter.right = if is_word { text.left - text.size } else { text.left };
        letter.right = letter.right.max(letter.left);
        if let (Some(home), Some(host_fragment)) = (homes.get_mut(at), fragments.get_mut(host)) {
            *home = host;
            host_fragment.left = host_fragment.left.min(initial.left);
        }
    }
    places
}

fn letters_of<'a>(letters: &'a [Letter], fragment: &Fragment) -> &'a [Letter] {
    letters.get(fragment.first as usize..fragment.last as usize).unwrap_or_default()
}

/// The one visible letter of a fragment that can be an initial.
fn letter_of(letters: &[Letter], fragment: &Fragment, page: &str) -> Option<usize> {
    let mut shown = (fragment.first as usize..).zip(letters_of(letters, fragment)).filter(|(_, letter)| letter.shows());
    let (at, letter) = shown.next()?;
    let is_one = shown.next().is_none();
    let mut characters = letter.text(page).chars();
    let is_capital = characters.next().is_some_and(char::is_uppercase) && characters.next().is_none();
    (is_one && is_capital && letter.kind == LetterKind::Visible).then_some(at)
}

/// The first of the lines beside an initial. Fragments are in order of their baselines.
fn first_line(fragments: &[Fragment], initial: &Fragment) -> Option<usize> {
    let top = initial.base - CAPITAL * initial.size;
    let from = fragments.partition_point(|one| one.base < top);
    let near = fragments
        .iter()
        .enumerate()
        .skip(from)
        .take(NEAR)
        .take_while(|(_, one)| one.base <= initial.base + initial.size);
    let beside = near.filter(|(_, one)| {
        let is_smaller = initial.size > INITIAL * one.size && initial.size < LARGEST * one.size;
        let is_behind = one.left >= initial.right - 0.5 * one.size && one.left - initial.right < BEHIND * one.size;
        is_smaller && is_behind && one.base <= initial.base + FOOT * one.size
    });
    let beside: Vec<(usize, &Fragment)> = beside.collect();
    let (at, first) = beside.first().copied()?;
    let is_at_head = (first.base - CAPITAL * first.size - top).abs() < HEAD * first.size;
    (beside.len() >= LINES && is_at_head).then_some(at)
}

/// Whether an initial is a word of its own ("A", "I"): what follows stands elsewhere on the page as a word, and the two
/// together do not; or it is the English article, and the two together make no word that English has.
fn stands_alone(initial: &str, rest: &[Letter], page: &str) -> bool {
    if !matches!(initial, "A" | "I" | "O" | "À" | "Y" | "E") {
        return false;
    }
    let mut texts = rest.iter().map(|letter| letter.text(page)).skip_while(|one| one.trim().is_empty());
    let word: String = texts.by_ref().take_while(|one| one.chars().all(char::is_alphabetic)).collect();
    let next = texts.find(|one| !one.trim().is_empty());
    let whole = format!("{}{word}", initial.to_lowercase());
    if word.chars().count() < 2 || !word.starts_with(char::is_lowercase) || words(page, &whole) > 0 {
        return false;
    }
    // "Amina Okoro": a name goes on with a capital.
    let is_name = next.is_some_and(|one| one.starts_with(char::is_uppercase));
    words(page, &word) > 1 || initial == "A" && !is_name && a_words::is_article(&word)
}

/// How often a word stands on the page by itself.
fn words(page: &str, word: &str) -> usize {
    let is_whole = |at: usize| {
        let before = page.get(..at).and_then(|text| text.chars().next_back());
        let after = page.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    };
    page.match_indices(word).filter(|(at, _)| is_whole(*at)).count()
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out, texts};

    /// A large initial over two lines of text, and a line below them.
    fn page(initial: &str, first: &str) -> Drawing {
        let drawing = Drawing::new().size(28.0).text(72.0, 112.4, initial).size(10.0);
        drawing.lines(90.0, 100.0, 12.0, &[first, "their reports and heard the members"]).text(
            72.0,
            124.0,
            "of the council.",
        )
    }

    #[test]
    fn an_initial_is_read_with_its_line_and_indents_nothing() {
        let document = laid_out(vec![page("T", "he offices of the region sent in")]);
        let seen: Vec<&str> = document.lines.iter().map(|line| line.text.as_str()).collect();
        let expected = ["The offices of the region sent in", "their reports and heard the members", "of the council."];
        assert_eq!(seen, expected);
        assert_eq!(document.lines[0].styles.len(), 1, "its size is the text's");
        assert!(document.lines.iter().all(|line| line.indent == 0.0));
    }

    #[test]
    fn an_initial_nearly_on_the_baseline_of_the_second_line_is_read_with_the_first() {
        let drawing = Drawing::new().size(28.0).text(72.0, 113.0, "T").size(10.0);
        let drawing = drawing.lines(
            90.0,
            100.0,
            12.0,
            &["he offices of the region sent in", "their reports and heard the members"],
        );
        assert_eq!(texts(drawing), ["The offices of the region sent in", "their reports and heard the members"]);
    }

    #[test]
    fn a_word_of_one_letter_stays_one() {
        let drawing =
            page("A", "working party of the region sent").text(72.0, 160.0, "The working party and the working day");
        assert_eq!(texts(drawing)[0], "A working party of the region sent");
        let drawing = page("A", "delegate of the working group").text(72.0, 160.0, "and the chair");
        assert_eq!(texts(drawing)[0], "A delegate of the working group");
        for (rest, whole) in [("greement was found on it", "Agreement"), ("mbassadors of the region", "Ambassadors")] {
            let drawing = page("A", rest).text(72.0, 160.0, "and the chair");
            assert!(texts(drawing)[0].starts_with(whole), "{rest}");
        }
        let drawing = page("A", "fter the working party of").text(72.0, 160.0, "and after that the working day");
        assert_eq!(texts(drawing)[0], "After the working party of");
    }

    #[test]
    fn a_large_letter_beside_one_line_is_a_title() {
        let drawing =
            Drawing::new().size(28.0).text(72.0, 112.0, "A").size(10.0).text(100.0, 112.0, "Annex of the report");
        assert!(texts(drawing).iter().all(|line| line != "AAnnex of the report"));
    }
}
