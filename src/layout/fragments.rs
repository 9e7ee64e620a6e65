//! Letters of a sheet joined to fragments: stretches of one baseline without a wide gap, raised and lowered pieces attached.

use super::accents;
use super::fragment::{Fragment, INITIAL};
use super::initials;
use super::letters::{Letter, LetterKind, Sheet};
use super::strokes::Stroke;
use std::cmp::Ordering;

/// Letters whose baselines differ by less (ems of the smaller) are of one baseline.
const SAME_BASELINE: f32 = 0.12;
/// A gap of so many ems ends a fragment: wider than justified word spaces usually grow, narrower than gutters between columns.
const WIDE_GAP: f32 = 0.65;
/// The same where a blank is drawn in the gap of recognised text: its letters are narrower or wider than in the picture.
const WIDE_BLANK: f32 = 1.5;
/// A glyph drawn again within so many ems of itself is a makeshift bold or a shadow.
const AGAIN: f32 = 0.1;
/// So many dots on a baseline are a leader; one whose middle lies so far (ems) within another letter is under it.
const LEADER: usize = 4;
const UNDER: f32 = 0.02;
/// The dots of a leader stand so evenly (share of their step); letters nearer than so many ems are of the same words.
const EVEN: f32 = 0.15;
const WORD_GAP: f32 = 0.8;
/// A line reaches over the edge of a box beside it by so many ems at most, where sizes that differ by this share tell them
/// apart.
const OVER_EDGE: f32 = 0.8;
const OTHER_SIZE: f32 = 0.08;
/// A raised piece stands up to so many ems above the baseline that it belongs to, a lowered one below it.
const RAISED: (f32, f32) = (0.12, 0.72);
const LOWERED: (f32, f32) = (0.05, 0.4);
/// Letters looked back at for the same glyph drawn again, and fragments looked at for the line of a piece: more at one place
/// are a drawing, which must not take quadratic time.
const NEAR: usize = 64;
const BAND: usize = 512;
/// A raised or lowered piece is at most this share of its line's size, or stands clear of it.
const SMALLER: f32 = 0.86;
/// Pieces of nearly the line's size stand so far (ems) above or below the baseline, and no further from its letters.
const CLEAR: (f32, f32) = (0.2, 0.6);
const CLOSE: f32 = 0.4;
/// How far (ems of the line) a raised piece may stand off its line.
const BESIDE: f32 = 0.8;
/// How far it may stand before the line's first letter.
const HANGING: f32 = 1.5;

/// Joins the sheet's letters to fragments and sorts the letters so that each fragment's stand together, from left to right.
///
/// A rule from top to bottom between two letters (`walls`, sorted by place) parts them however close they stand.
pub(super) fn fragments(sheet: &mut Sheet, page: &str, walls: &[Stroke]) -> Vec<Fragment> {
    let frame = sheet.frame;
    let wide_blank = if sheet.recognised { WIDE_BLANK } else { WIDE_GAP };
    let letters = &mut sheet.letters;
    letters.sort_by(|a, b| a.base.total_cmp(&b.base));
    if letters.iter().any(|letter| letter.kind == LetterKind::Accent) {
        accents::settle(letters, page);
        letters.sort_by(|a, b| a.base.total_cmp(&b.base));
    }
    let mut fragments = Vec::new();
    let mut start = 0;
    while start < letters.len() {
        let length = band(letters.get(start..).unwrap_or_default());
        let band = letters.get_mut(start..start + length).unwrap_or_default();
        band.sort_by(|a, b| along(a, b, page));
        mark_again(band, page);
        mark_under_letters(band, page);
        split(band, start, walls, wide_blank, &mut fragments);
        start += length;
    }
    let mut homes = attach(&mut fragments, walls);
    sheet.initials = initials::settle(letters, &mut fragments, &mut homes, frame, page);
    if homes.iter().zip(0..).any(|(home, at)| *home != at) {
        *letters = rearranged(&mut fragments, &homes, letters, page);
    }
    fragments
}

/// Order from left to right; letters at one place, and what else could be told by drawing order alone, by their text.
pub(super) fn along(a: &Letter, b: &Letter, page: &str) -> Ordering {
    let place = a.left.total_cmp(&b.left);
    if place != Ordering::Equal {
        return place;
    }
    let order = a.kind.cmp(&b.kind).then_with(|| a.right.total_cmp(&b.right)).then_with(|| a.base.total_cmp(&b.base));
    order.then_with(|| a.text(page).cmp(b.text(page))).then_with(|| a.size.total_cmp(&b.size)).then(a.font.cmp(&b.font))
}

/// How many of the first letters lie on one baseline.
fn band(letters: &[Letter]) -> usize {
    let next = letters.get(1..).unwrap_or_default();
    let step = letters.iter().zip(next).position(|(a, b)| b.base - a.base > SAME_BASELINE * a.size.min(b.size));
    step.map_or(letters.len(), |position| position + 1)
}

/// Marks glyphs that repeat one just before them, at nearly the same place.
fn mark_again(band: &mut [Letter], page: &str) {
    for at in 1..band.len() {
        // Nearly all letters stand clear of the one before them, and so of all before.
        if let Some([before, letter]) = band.get(at - 1..=at)
            && letter.left - before.left > AGAIN * letter.size
        {
            continue;
        }
        let Some(letter) = band.get(at).copied().filter(Letter::shows) else { continue };
        let reach = AGAIN * letter.size.min(3.0 * (letter.right - letter.left));
        let before = band
            .get(..at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(NEAR)
            .take_while(|other| letter.left - other.left <= reach);
        let is_again = before.into_iter().any(|other| {
            (other.kind == letter.kind || other.kind == LetterKind::Again)
                && (other.size - letter.size).abs() < 0.05 * letter.size
                && (other.base - letter.base).abs() <= AGAIN * letter.size
                && other.text(page) == letter.text(page)
        });
        if is_again && let Some(letter) = band.get_mut(at) {
            letter.kind = LetterKind::Again;
        }
    }
}

/// Marks the dots of a leader that run on under the words that it leads from: they are not to be read between the letters.
fn mark_under_letters(band: &mut [Letter], page: &str) {
    let is_dot = |letter: &Letter| letter.ascii(page) == Some(b'.');
    if band.iter().filter(|letter| is_dot(letter)).count() < LEADER {
        return;
    }
    let mut under = vec![false; band.len()];
    let middle = |letter: &Letter| (letter.left + letter.right) / 2.0;
    let mut end = f32::NEG_INFINITY;
    for (letter, under) in band.iter().zip(&mut under).filter(|(letter, _)| letter.shows()) {
        if is_dot(letter) {
            *under = middle(letter) < end - UNDER * letter.size;
        } else {
            end = end.max(letter.right);
        }
    }
    let mut begin = f32::INFINITY;
    for (letter, under) in band.iter().zip(&mut under).rev().filter(|(letter, _)| letter.shows()) {
        if is_dot(letter) {
            *under |= middle(letter) > begin + UNDER * letter.size;
        } else {
            begin = letter.left;
        }
    }
    spread_along_leader(band, &mut under, page);
    for (letter, _) in band.iter_mut().zip(under).filter(|(_, under)| *under) {
        letter.kind = LetterKind::Again;
    }
}

/// The other dots of a leader that runs under words, between and close before their letters, are not to be read either.
fn spread_along_leader(band: &[Letter], under: &mut [bool], page: &str) {
    let dots: Vec<usize> =
        (0..band.len()).filter(|at| band.get(*at).and_then(|one| one.ascii(page)) == Some(b'.')).collect();
    let is_under = |under: &[bool], at: &usize| under.get(*at).copied().unwrap_or(false);
    if !dots.iter().any(|at| is_under(under, at)) {
        return;
    }
    let left = |at: usize| band.get(at).map_or(0.0, |letter| letter.left);
    let mut steps: Vec<f32> = dots.iter().zip(dots.iter().skip(1)).map(|(a, b)| left(*b) - left(*a)).collect();
    steps.sort_by(f32::total_cmp);
    let Some(step) = steps.get(steps.len() / 2).copied() else { return };
    // Where the words under which it runs begin and end: letters without a gap that a word could stand in.
    let letters: Vec<&Letter> = band.iter().filter(|one| one.shows() && one.ascii(page) != Some(b'.')).collect();
    let mut words: Vec<(f32, f32)> = Vec::new();
    for letter in letters {
        match words.last_mut().filter(|last| letter.left - last.1 < WORD_GAP * letter.size) {
            Some(last) => last.1 = last.1.max(letter.right),
            None => words.push((letter.left, letter.right)),
        }
    }
    let is_within = |at: usize| {
        let Some(dot) = band.get(at) else { return false };
        let from = words.partition_point(|word| word.1 + UNDER * dot.size < dot.left);
        words
            .get(from)
            .is_some_and(|word| dot.left > word.0 - WORD_GAP * dot.size && (dot.left + dot.right) / 2.0 < word.1)
    };
    let mut spread = |pairs: &mut dyn Iterator<Item = (usize, usize)>| {
        for (from, to) in pairs {
            let is_next = ((left(to) - left(from)).abs() - step).abs() < EVEN * step;
            if is_under(under, &from) && is_next && is_within(to) {
                under.get_mut(to).into_iter().for_each(|slot| *slot = true);
            }
        }
    };
    let pairs: Vec<(usize, usize)> = dots.iter().copied().zip(dots.iter().copied().skip(1)).collect();
    spread(&mut pairs.iter().copied());
    spread(&mut pairs.iter().rev().map(|(a, b)| (*b, *a)));
}

/// Splits a band at wide gaps, and at those with a blank in them from `wide_blank` ems on.
fn split(band: &[Letter], offset: usize, walls: &[Stroke], wide_blank: f32, fragments: &mut Vec<Fragment>) {
    let mut open: Option<(Fragment, f32)> = None;
    let mut wide = WIDE_GAP;
    // One letter shows so far: if it is much larger than the next it stands over several lines, and is no word with it.
    let mut alone = false;
    for (letter, at) in band.iter().zip(offset as u32..) {
        if !letter.shows() {
            wide = if letter.kind == LetterKind::Blank { wide_blank } else { wide };
            if let Some((fragment, _)) = &mut open {
                fragment.last = at + 1;
            }
            continue;
        }
        let goes_on = open.as_ref().is_some_and(|(fragment, _)| {
            letter.left - fragment.right <= wide * fragment.size.max(letter.size)
                && !(alone && fragment.size > INITIAL * letter.size)
                && !is_walled(walls, fragment, letter)
        });
        if !goes_on && let Some((fragment, _)) = open.take() {
            fragments.push(fragment);
        }
        wide = WIDE_GAP;
        let width = letter.right - letter.left;
        alone = open.is_none();
        match &mut open {
            None => {
                let Letter { left, right, base, size, .. } = *letter;
                open = Some((Fragment { left, right, base, size, first: at, last: at + 1 }, width));
            }
            Some((fragment, weight)) => {
                fragment.right = fragment.right.max(letter.right);
                fragment.last = at + 1;
                // The size that most of the width has, by majority vote.
                if (fragment.size - letter.size).abs() < 0.01 {
                    *weight += width;
                } else if *weight >= width {
                    *weight -= width;
                } else {
                    (fragment.size, fragment.base, *weight) = (letter.size, letter.base, width - *weight);
                }
            }
        }
    }
    fragments.extend(open.map(|(fragment, _)| fragment));
}

/// Whether a rule stands between the end of a fragment and the next letter. A line of the text may reach over the edge of a
/// box beside it a little: letters of another size behind that edge are the box's.
fn is_walled(walls: &[Stroke], fragment: &Fragment, letter: &Letter) -> bool {
    if walls.is_empty() {
        return false;
    }
    let is_other = (fragment.size - letter.size).abs() > OTHER_SIZE * fragment.size;
    let reach = if is_other { OVER_EDGE * fragment.size } else { 0.5 };
    if letter.left <= fragment.right && !is_other {
        return false;
    }
    let from = walls.partition_point(|wall| wall.at < fragment.right - reach);
    let near = walls.get(from..).unwrap_or_default().iter().take_while(|wall| wall.at <= letter.left + 0.5);
    let middle = letter.base - 0.3 * letter.size;
    near.into_iter().any(|wall| wall.from < middle && wall.to > middle)
}

/// Gives raised and lowered pieces to the fragment beside them: for each fragment the one that its letters go to.
fn attach(fragments: &mut [Fragment], walls: &[Stroke]) -> Vec<usize> {
    // Fragments are in order of their bands, so by baseline within a tolerance.
    let mut homes: Vec<usize> = (0..fragments.len()).collect();
    for at in 0..fragments.len() {
        let Some(piece) = fragments.get(at).copied() else { continue };
        let Some(host) = host(fragments, &homes, at, &piece, walls) else { continue };
        if let Some(home) = homes.get_mut(at) {
            *home = host;
        }
        if let Some(host) = fragments.get_mut(host) {
            host.left = host.left.min(piece.left);
            host.right = host.right.max(piece.right);
        }
    }
    homes
}

/// Whether the edge of a box stands between a line and a piece at its side: a line of small print in a box beside the text is
/// nothing lowered.
fn is_walled_off(walls: &[Stroke], host: &Fragment, piece: &Fragment) -> bool {
    let reach = OVER_EDGE * host.size;
    let (from, to) = if piece.right > host.right {
        (host.right - reach, piece.left + 0.5)
    } else {
        (piece.right - 0.5, host.left + reach)
    };
    let near = walls.get(walls.partition_point(|wall| wall.at < from)..).unwrap_or_default();
    let middle = piece.base - 0.3 * piece.size;
    near.iter().take_while(|wall| wall.at <= to).any(|wall| wall.from < middle && wall.to > middle)
}

/// The fragment that a piece is raised or lowered from; one whose letters went elsewhere is none.
fn host(fragments: &[Fragment], homes: &[usize], at: usize, piece: &Fragment, walls: &[Stroke]) -> Option<usize> {
    let mut best: Option<(usize, f32)> = None;
    let mut consider = |index: usize, host: &Fragment| {
        let rise = (host.base - piece.base) / host.size;
        let fits = (rise > 0.0 && rise >= RAISED.0 && rise <= RAISED.1)
            || (-rise >= LOWERED.0 && -rise <= LOWERED.1)
            || (CLEAR.0..=CLEAR.1).contains(&-rise) && piece.right - piece.left <= 3.0 * host.size;
        // Of nearly the size of its line, a piece must stand clear of the baseline, close to the letters before or behind it.
        let is_close = piece.left <= host.right + CLOSE * host.size && piece.right >= host.left - CLOSE * host.size;
        let is_clear = (CLEAR.0..=CLEAR.1).contains(&rise.abs()) && piece.right - piece.left <= 3.0 * host.size;
        let is_alike = piece.size <= 1.05 * host.size && is_close && is_clear;
        let is_small = piece.size <= SMALLER * host.size || is_alike;
        let is_short =
            piece.right - piece.left <= 3.0 * host.size || piece.right - piece.left < 0.3 * (host.right - host.left);
        // The mark of a note hangs before its text.
        let before = if rise > 0.0 { HANGING } else { BESIDE };
        let beside = piece.left <= host.right + BESIDE * host.size && piece.right >= host.left - before * host.size;
        // A single letter so large is an initial: what stands beside it is no piece of it.
        let is_initial = host.last - host.first == 1 && host.size > INITIAL * piece.size;
        let is_host = homes.get(index) == Some(&index) && !is_initial;
        if fits && is_small && is_short && beside && is_host && !is_walled_off(walls, host, piece) {
            let off = (piece.left - host.right).abs().min((host.left - piece.right).abs());
            let distance = rise.abs() + if piece.left < host.right { 0.0 } else { off / host.size };
            if best.is_none_or(|(_, nearest)| distance < nearest) {
                best = Some((index, distance));
            }
        }
    };
    // A line that a piece belongs to is at most about twice its size: look no further than that.
    let reach = 1.6 * piece.size;
    let (above, below) = (fragments.get(..at).unwrap_or_default(), fragments.get(at + 1..).unwrap_or_default());
    for (host, index) in below.iter().zip(at + 1..).take(BAND) {
        if host.base - piece.base > reach {
            break;
        }
        consider(index, host);
    }
    for (host, index) in above.iter().enumerate().rev().take(BAND).map(|(index, host)| (host, index)) {
        if piece.base - host.base > reach {
            break;
        }
        consider(index, host);
    }
    best.map(|(index, _)| index)
}

/// The letters with each fragment's together again after some have gone to another; emptied fragments vanish, and blanks
/// that belong to none.
fn rearranged(fragments: &mut Vec<Fragment>, homes: &[usize], letters: &[Letter], page: &str) -> Vec<Letter> {
    let mut moves: Vec<(usize, usize)> = homes.iter().copied().zip(0..).filter(|(home, from)| home != from).collect();
    moves.sort_unstable();
    let mut moves = moves.into_iter().peekable();
    let range = |fragment: Option<&Fragment>| {
        fragment.and_then(|one| letters.get(one.first as usize..one.last as usize)).unwrap_or_default()
    };
    let mut arranged = Vec::with_capacity(letters.len());
    let mut kept = Vec::with_capacity(fragments.len());
    for (fragment, index) in fragments.iter().zip(0..) {
        let first = arranged.len();
        if homes.get(index) == Some(&index) {
            arranged.extend_from_slice(range(Some(fragment)));
        }
        let own = arranged.len();
        while let Some((_, from)) = moves.next_if(|(home, _)| *home == index) {
            arranged.extend_from_slice(range(fragments.get(from)));
        }
        if arranged.len() > own
            && let Some(whole) = arranged.get_mut(first..)
        {
            whole.sort_by(|a, b| along(a, b, page));
        }
        if arranged.len() > first {
            kept.push(Fragment { first: first as u32, last: arranged.len() as u32, ..*fragment });
        }
    }
    *fragments = kept;
    arranged
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, texts};

    #[test]
    fn figures_of_the_lines_own_size_are_raised_and_lowered_pieces() {
        let drawing =
            Drawing::new().text(72.0, 100.0, "Some CO").text(102.0 + 2.5, 104.8, "2").text(109.5, 100.0, "fell");
        assert_eq!(texts(drawing), ["Some CO2fell"]);
        let drawing = Drawing::new().text(72.0, 100.0, "The weir leaks.").text(143.0, 95.2, "1").text(
            151.0,
            100.0,
            "It was old.",
        );
        let line = super::super::drawing::laid_out(vec![drawing]).lines.remove(0);
        assert_eq!((line.text.as_str(), line.marks.len()), ("The weir leaks. It was old.", 1));
    }

    #[test]
    fn a_line_that_reaches_over_the_edge_of_a_box_is_not_one_with_the_text_in_it() {
        // The line ends at 302, the box begins at 300 and its text at 303.
        let drawing = Drawing::new().text(72.0, 100.0, "The text goes on up to the edge and a bit over it,");
        let drawing = drawing.rule(300.0, 85.0, 300.5, 125.0).rule(420.0, 85.0, 420.5, 125.0);
        let drawing = drawing.rule(300.0, 85.0, 420.5, 85.5).rule(300.0, 125.0, 420.5, 125.5);
        let seen = texts(drawing.size(8.0).lines(303.0, 100.0, 10.0, &["Action: the chair", "by May"]));
        assert!(seen.contains(&"Action: the chair".to_owned()), "{seen:?}");
    }

    #[test]
    fn small_print_in_a_box_beside_an_overfull_line_stays_in_it() {
        let drawing = Drawing::new().text(72.0, 100.0, "offices had been sent on 15 January 2024, as agreed");
        let end = 72.0 + 5.0 * 51.0;
        let drawing = drawing.rule(end - 4.0, 80.0, end - 3.5, 120.0).rule(end + 90.0, 80.0, end + 90.5, 120.0);
        let drawing = drawing.rule(end - 4.0, 80.0, end + 90.0, 80.5).rule(end - 4.0, 119.5, end + 90.0, 120.0);
        let seen = texts(drawing.size(8.0).text(end + 1.0, 100.8, "a reminder to the"));
        assert!(seen.contains(&"a reminder to the".to_owned()), "{seen:?}");
    }

    #[test]
    fn a_leader_that_runs_on_under_its_label_is_read_behind_it() {
        let leader = |drawing: Drawing, from: f32| {
            (0_u16..60).fold(drawing, |drawing, at| drawing.glyph(from + 4.3 * f32::from(at), 100.0, ".", 2.5))
        };
        let seen = texts(leader(Drawing::new().text(72.0, 100.0, "Port of Kirk"), 71.0));
        assert!(seen[0].starts_with("Port of Kirk.") || seen[0].starts_with("Port of Kirk ."), "{seen:?}");
        let seen = texts(leader(Drawing::new().text(72.0, 100.0, "St. Kirk Mr. A"), 145.0));
        assert!(seen[0].starts_with("St. Kirk Mr. A"), "{seen:?}");
    }
}
