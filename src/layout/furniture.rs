//! Running headers and footers, page numbers, barcodes and watermarks: lines at the page's edge that come again on other pages.
//!
//! A line's numbers are read apart: "Page 3 of 7" is the template "Page # of #" with 3 and 7. A template that comes again at the
//! same height on other pages, with numbers that stay or count with the pages, is furniture. A letterhead on the first
//! page alone is not. That the producer tagged a line as an artifact counts only at the page's edge.

use super::laid_page::{LaidPage, MARGIN};
use super::relative::{bbox, size};
use super::running_title;
use super::templates::{Template, template};
use crate::model::{Line, LineRole, PageSize};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::Hasher;

/// Lines looked at from the top and from the bottom of a page.
const ZONE: usize = 5;
/// Share within which only lines on most pages are furniture, as deep letterheads are.
const DEEP_MARGIN: f32 = 0.2;
/// Lines of one template whose heights differ by less (points) stand at one place.
const SAME_HEIGHT: f32 = 4.0;
/// A template must come again on this share of the pages, or on [`OFTEN`] pages.
const SHARE: f32 = 0.2;
const OFTEN: usize = 4;
/// Headings that are numbered and begin pages are furniture only on most pages.
const MOST: f32 = 0.6;
/// Among the notes at the foot, which say the same often enough ("Ibid."), only what stands on this share of the pages, and
/// on so many, is furniture.
const ALL: f32 = 0.9;
const OFTEN_IN_NOTES: usize = 3;
/// Words that stand so many times elsewhere, and once for so many times at the edge, are the text's own.
const ELSEWHERE: usize = 2;
const ELSEWHERE_EACH: usize = 3;
/// Share of a cluster whose numbers must stay or count.
const STEADY: f32 = 0.75;
/// Letters from which a template with numbers that neither stay nor count (times, versions) can be furniture.
const WORDY: usize = 6;
/// Tagged artifacts say nothing in a document that tags more than this share of its lines so.
const ARTIFACTS: f32 = 0.35;
/// Text so many times larger than the body and turned is a watermark.
const WATERMARK: f32 = 1.8;
/// White (ems) above a lone page number at the foot of a single page.
const LONE: f32 = 1.8;
/// The same where it stands so far (ems) from the text's left edge.
const LONE_SET_IN: f32 = 0.3;
const SET_IN: f32 = 10.0;

/// Where on the page a line may be furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Zone {
    Top,
    Bottom,
    Side,
    Large,
}

/// A line that may be furniture.
#[derive(Debug, Clone)]
struct Candidate {
    page: usize,
    line: usize,
    zone: Zone,
    /// Height from the edge of its zone.
    height: f32,
    size: f32,
    in_margin: bool,
    /// It stands below a note that opens at the page's foot.
    in_notes: bool,
    /// In the deeper zone where only what stands on most pages is furniture.
    in_deep_margin: bool,
    template: Template,
}

/// Labels the furniture of all pages.
pub(super) fn label(pages: &mut [LaidPage], sizes: &[PageSize], body_size: f32) {
    let mut candidates = Vec::new();
    for (index, (page, size)) in pages.iter().zip(sizes).enumerate() {
        collect(page, index, *size, body_size, &mut candidates);
    }
    let mut chosen = repeated(&candidates, pages);
    outermost(&candidates, &mut chosen);
    drop_what_the_text_says(&candidates, pages, &mut chosen);
    let offset = page_offset(&candidates, &chosen);
    let trusts_artifacts = trusts_artifacts(pages);
    let numbered = numbered(&candidates, &chosen);
    for (candidate, chosen) in candidates.iter().zip(&mut chosen) {
        let is_number = offset.is_some_and(|offset| candidate.template.counts(candidate.page, offset))
            && candidate.template.is_page_number()
            && !numbered.contains(&candidate.page);
        let artifact =
            pages.get(candidate.page).and_then(|page| page.artifacts.get(candidate.line)).copied().unwrap_or(false);
        let is_artifact = trusts_artifacts && artifact && (candidate.page > 0 || candidate.template.is_page_number());
        let is_code = candidate.template.is_code() && candidate.zone == Zone::Bottom;
        let is_watermark = candidate.zone == Zone::Side && candidate.size > WATERMARK * body_size.max(1.0);
        *chosen |= candidate.in_margin && (is_number || is_artifact || is_code) || is_watermark;
    }
    if pages.len() == 1 {
        lone_number(pages, &candidates, &mut chosen);
    }
    for (candidate, chosen) in candidates.iter().zip(chosen) {
        let line = pages.get_mut(candidate.page).and_then(|page| page.lines.get_mut(candidate.line));
        if let Some(line) = line.filter(|_| chosen) {
            line.role = LineRole::Furniture;
        }
    }
    running_title::label(pages, sizes, body_size);
}

/// Lines near the page's edges, turned lines and large ones.
fn collect(page: &LaidPage, index: usize, sheet: PageSize, body_size: f32, out: &mut Vec<Candidate>) {
    let mut upright: Vec<usize> = Vec::with_capacity(page.lines.len());
    for stretch in &page.stretches {
        for at in stretch.first..stretch.last {
            let Some(line) = page.lines.get(at) else { continue };
            if !matches!(line.role, LineRole::Body | LineRole::Table) {
                continue;
            }
            if stretch.upright {
                upright.push(at);
            }
            if !stretch.upright || size(line) > WATERMARK * body_size {
                let zone = if stretch.upright { Zone::Large } else { Zone::Side };
                out.push(candidate(page, index, at, zone, sheet));
            }
        }
    }
    let base = |at: &usize| page.lines.get(*at).map_or(0.0, |line| bbox(line).bottom);
    upright.sort_by(|a, b| base(a).total_cmp(&base(b)).then(a.cmp(b)));
    let in_zone = upright.len().min(ZONE);
    out.extend(upright.iter().take(in_zone).map(|&at| candidate(page, index, at, Zone::Top, sheet)));
    let foot = out.len();
    out.extend(upright.iter().rev().take(in_zone).map(|&at| candidate(page, index, at, Zone::Bottom, sheet)));
    let mut in_notes = false;
    for candidate in out.get_mut(foot..).unwrap_or_default().iter_mut().rev() {
        candidate.in_notes = in_notes;
        in_notes |= page.lines.get(candidate.line).is_some_and(opens_note);
    }
    // A note itself is none, however often it says the same.
    let is_note = |candidate: &Candidate| page.lines.get(candidate.line).is_some_and(opens_note);
    let notes = out.split_off(foot);
    out.extend(notes.into_iter().filter(|candidate| !is_note(candidate)));
}

/// Whether a line begins with a raised mark.
fn opens_note(line: &Line) -> bool {
    line.marks.first().is_some_and(|mark| mark.offset == 0)
}

fn candidate(page: &LaidPage, index: usize, line: usize, zone: Zone, sheet: PageSize) -> Candidate {
    let (bounds, size, template) =
        page.lines.get(line).map_or_else(Default::default, |line| (bbox(line), size(line), template(&line.text)));
    let height = match zone {
        Zone::Top | Zone::Large => bounds.bottom,
        Zone::Bottom => sheet.height - bounds.bottom,
        Zone::Side => bounds.left,
    };
    let is_within = |share: f32| matches!(zone, Zone::Side | Zone::Large) || height < share * sheet.height;
    let (in_margin, in_deep_margin) = (is_within(MARGIN), is_within(DEEP_MARGIN));
    Candidate { page: index, line, zone, height, size, in_margin, in_notes: false, in_deep_margin, template }
}

/// Which candidates come again at the same height on other pages.
fn repeated(candidates: &[Candidate], pages: &[LaidPage]) -> Vec<bool> {
    let mut alike: FxHashMap<(Zone, &str, u32), Vec<usize>> = FxHashMap::default();
    for (index, candidate) in candidates.iter().enumerate() {
        let class = (candidate.size * 2.0).round() as u32;
        alike.entry((candidate.zone, candidate.template.text.as_str(), class)).or_default().push(index);
    }
    let mut chosen = vec![false; candidates.len()];
    for group in alike.values_mut() {
        let get = |index: &usize| candidates.get(*index);
        let height = |index: &usize| get(index).map_or(0.0, |one| one.height);
        group.sort_by(|a, b| height(a).total_cmp(&height(b)).then(a.cmp(b)));
        for cluster in group.chunk_by(|a, b| height(b) - height(a) < SAME_HEIGHT) {
            let members: Vec<&Candidate> = cluster.iter().filter_map(get).collect();
            if !is_furniture(&members, pages.len()) {
                continue;
            }
            let first = members.iter().map(|one| one.page).min();
            for (index, member) in cluster.iter().zip(&members) {
                // The first of several like rows of a table is its header.
                let is_header = first == Some(member.page) && is_row(pages, member);
                if let Some(slot) = chosen.get_mut(*index) {
                    *slot = !is_header;
                }
            }
        }
    }
    chosen
}

/// Adds the outermost line of a page where it says what the furniture of the same edge says elsewhere, at another height: as
/// on a first page whose text begins lower, or a last one that is cut.
fn outermost(candidates: &[Candidate], chosen: &mut [bool]) {
    let mut known: FxHashMap<(Zone, &str), &Candidate> = FxHashMap::default();
    for (one, _) in candidates.iter().zip(chosen.iter()).filter(|(_, chosen)| **chosen) {
        known.entry((one.zone, one.template.text.as_str())).or_insert(one);
    }
    let mut seen: FxHashSet<(usize, Zone)> = FxHashSet::default();
    for (one, chosen) in candidates.iter().zip(chosen) {
        // The candidates of an edge come from the outside inwards.
        let is_outermost = matches!(one.zone, Zone::Top | Zone::Bottom) && seen.insert((one.page, one.zone));
        let Some(alike) = known.get(&(one.zone, one.template.text.as_str())) else { continue };
        let pages = one.page as i64 - alike.page as i64;
        let numbers = one.template.numbers.iter().zip(&alike.template.numbers);
        let counts = numbers.clone().any(|(own, other)| own - other == pages);
        let goes_on = numbers.clone().all(|(own, other)| own == other || own - other == pages);
        let is_certain = counts && one.template.numbers.len() > 1 || one.template.letters >= WORDY;
        *chosen |= is_outermost && one.in_margin && goes_on && is_certain;
    }
}

/// Takes back lines whose words stand elsewhere on the pages, too: sentences that come again, and happen to begin or end
/// some pages.
fn drop_what_the_text_says(candidates: &[Candidate], pages: &[LaidPage], chosen: &mut [bool]) {
    let text =
        |one: &Candidate| pages.get(one.page).and_then(|page| page.lines.get(one.line)).map(|line| line.text.as_str());
    let is_wordy = |one: &&Candidate| one.template.letters >= WORDY;
    let mut counts: FxHashMap<u64, (usize, usize)> = FxHashMap::default();
    let mut ends: FxHashSet<Option<u8>> = FxHashSet::default();
    let mut taken: FxHashSet<(usize, usize)> = FxHashSet::default();
    for (one, _) in candidates.iter().zip(chosen.iter()).filter(|(one, chosen)| **chosen && is_wordy(one)) {
        let Some(text) = text(one).filter(|_| taken.insert((one.page, one.line))) else { continue };
        counts.entry(wording(text)).or_default().0 += 1;
        ends.insert(text.bytes().next_back());
    }
    let upright =
        pages.iter().enumerate().flat_map(|(at, page)| page.lines.iter().enumerate().map(move |line| (at, line)));
    for (page, (at, line)) in upright {
        // Nearly all lines end otherwise than those of the edges, and need no look at their words.
        if ends.contains(&line.text.bytes().next_back()) && !taken.contains(&(page, at)) {
            counts.get_mut(&wording(&line.text)).into_iter().for_each(|count| count.1 += 1);
        }
    }
    counts.retain(|_, (edge, elsewhere)| *elsewhere >= ELSEWHERE && *elsewhere * ELSEWHERE_EACH >= *edge);
    if counts.is_empty() {
        return;
    }
    for (one, chosen) in candidates.iter().zip(chosen).filter(|(one, chosen)| **chosen && is_wordy(one)) {
        *chosen = !text(one).is_some_and(|text| counts.contains_key(&wording(text)));
    }
}

/// A text without its numbers, as a key.
fn wording(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.bytes().filter(|byte| !byte.is_ascii_digit()).for_each(|byte| hasher.write_u8(byte));
    hasher.finish()
}

fn is_row(pages: &[LaidPage], one: &Candidate) -> bool {
    pages.get(one.page).and_then(|page| page.lines.get(one.line)).is_some_and(|line| line.role == LineRole::Table)
}

/// Whether lines of one template at one height are furniture of a document of so many pages.
fn is_furniture(members: &[&Candidate], pages: usize) -> bool {
    let mut on: Vec<usize> = members.iter().map(|one| one.page).collect();
    on.sort_unstable();
    on.dedup();
    let share = on.len() as f32 / pages.max(1) as f32;
    let Some(first) = members.first() else { return false };
    if on.len() < 2 || (share < SHARE && on.len() < OFTEN) {
        return false;
    }
    let is_deep = members.iter().all(|one| one.in_deep_margin) && share >= MOST && on.len() >= OFTEN;
    if !members.iter().all(|one| one.in_margin) && !is_deep {
        return false;
    }
    let template = &first.template;
    if template.is_heading() && share < MOST {
        return false;
    }
    let steady = (0..template.numbers.len()).all(|at| is_steady(members, at));
    // "21-04417 1/3": a number that counts with the pages among numbers that stay.
    let is_code_with_page =
        steady && template.numbers.len() > 1 && (0..template.numbers.len()).any(|at| counts(members, at));
    if members.iter().all(|one| one.in_notes) && !is_code_with_page && (share < ALL || on.len() < OFTEN_IN_NOTES) {
        return false;
    }
    if template.letters == 0 {
        return steady && (template.is_page_number() || is_code_with_page) && members.len() >= 2;
    }
    steady || (template.letters >= WORDY && on.len() >= 3)
}

/// Whether the numbers at one place of a template are those of the pages, by a fixed difference.
fn counts(members: &[&Candidate], at: usize) -> bool {
    let mut differences = members.iter().filter_map(|one| Some(one.template.numbers.get(at)? - one.page as i64));
    let first = differences.next();
    members.iter().any(|one| first.is_some() && members.first().is_some_and(|other| other.page != one.page))
        && differences.all(|difference| Some(difference) == first)
}

/// Whether the numbers at one place of a template stay the same or count with the pages.
fn is_steady(members: &[&Candidate], at: usize) -> bool {
    let values =
        || members.iter().filter_map(|one| one.template.numbers.get(at).map(|number| (one.page as i64, *number)));
    let most = |key: &dyn Fn((i64, i64)) -> i64| {
        let mut keys: Vec<i64> = values().map(key).collect();
        keys.sort_unstable();
        keys.chunk_by(|a, b| a == b).map(<[i64]>::len).max().unwrap_or(0)
    };
    let enough = (STEADY * members.len() as f32).ceil() as usize;
    let is_alone = members.first().is_some_and(|one| one.template.letters == 0 && one.template.numbers.len() == 1);
    most(&|(page, number)| number - page) >= enough || (!is_alone && most(&|(_, number)| number) >= enough)
}

/// Difference between printed page numbers and pages, if repeated lines show one.
fn page_offset(candidates: &[Candidate], chosen: &[bool]) -> Option<i64> {
    let numbers = candidates.iter().zip(chosen).filter(|(one, chosen)| **chosen && one.template.is_page_number());
    let mut offsets: Vec<i64> =
        numbers.filter_map(|(one, _)| one.template.numbers.first().map(|number| number - one.page as i64)).collect();
    offsets.sort_unstable();
    let most = offsets.chunk_by(|a, b| a == b).max_by_key(|same| same.len())?;
    most.first().copied()
}

/// Pages whose number is found: a second one there is a footnote's or a paragraph's.
fn numbered(candidates: &[Candidate], chosen: &[bool]) -> FxHashSet<usize> {
    let numbers = candidates.iter().zip(chosen).filter(|(one, chosen)| **chosen && one.template.is_page_number());
    numbers.map(|(one, _)| one.page).collect()
}

/// Whether artifact tags are used sparingly enough to mean something.
fn trusts_artifacts(pages: &[LaidPage]) -> bool {
    let all: usize = pages.iter().map(|page| page.artifacts.len()).sum();
    let tagged: usize = pages.iter().map(|page| page.artifacts.iter().filter(|tagged| **tagged).count()).sum();
    tagged as f32 <= ARTIFACTS * all as f32
}

/// The plain page number at the foot of a document of one page.
fn lone_number(pages: &[LaidPage], candidates: &[Candidate], chosen: &mut [bool]) {
    let Some(page) = pages.first() else { return };
    let lowest = candidates.iter().position(|one| one.zone == Zone::Bottom);
    let Some((at, lowest)) = lowest.and_then(|at| candidates.get(at).map(|one| (at, one))) else { return };
    let Some(top) = page.lines.get(lowest.line).map(|line| bbox(line).top) else { return };
    let others = || page.lines.iter().enumerate().filter(|(at, _)| *at != lowest.line).map(|(_, line)| bbox(line));
    let white = top - others().map(|held| held.bottom).fold(0.0, f32::max);
    let edge = others().map(|held| held.left).fold(f32::INFINITY, f32::min);
    // A number in the middle or at the right of the foot needs less white, as below a footnote.
    let is_set_in = page.lines.get(lowest.line).is_some_and(|line| bbox(line).left - edge > SET_IN * lowest.size);
    let least = if is_set_in { LONE_SET_IN } else { LONE };
    let is_first = lowest.template.is_page_number() && lowest.template.numbers.first() == Some(&1);
    if let Some(slot) = chosen.get_mut(at) {
        let least = if lowest.template.text.contains("page") { 0.0 } else { least };
        *slot |= is_first && lowest.in_margin && white > least * lowest.size;
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{Drawing, laid_out};
    use super::*;

    /// A page with a line at the top, a body of some lines and a line at the foot.
    fn page(head: &str, body: &[&str], foot: &str) -> Drawing {
        let drawing = Drawing::new().size(9.0).text(72.0, 40.0, head).size(10.0).lines(72.0, 300.0, 12.0, body);
        drawing.text(280.0, 810.0, foot)
    }

    fn furniture(pages: Vec<Drawing>) -> Vec<String> {
        let document = laid_out(pages);
        document.lines.into_iter().filter(|line| line.role == LineRole::Furniture).map(|line| line.text).collect()
    }

    #[test]
    fn what_comes_again_at_the_edges_is_furniture() {
        let pages = vec![
            page("Report of the Council", &["The Council met.", "It agreed on a date."], "Page 1 of 3"),
            page("Report of the Council", &["Members thanked the host.", "Then the budget."], "Page 2 of 3"),
            page("Report of the Council", &["The meeting closed."], "Page 3 of 3"),
        ];
        let head = "Report of the Council";
        assert_eq!(furniture(pages), [head, "Page 1 of 3", head, "Page 2 of 3", head, "Page 3 of 3"]);
    }

    #[test]
    fn plain_roman_and_slashed_page_numbers_that_count() {
        for numbers in
            [["1", "2", "3"], ["iii", "iv", "v"], ["4 / 9", "5 / 9", "6 / 9"], ["- 11 -", "- 12 -", "- 13 -"]]
        {
            let pages = numbers.map(|number| page("", &["Text of this page.", "More of it."], number)).to_vec();
            assert_eq!(furniture(pages), numbers);
        }
    }

    #[test]
    fn heads_that_alternate_on_odd_and_even_pages() {
        let pages = (0..6).map(|at| page(if at % 2 == 0 { "The Council" } else { "Summary of 2019" }, &["Text."], ""));
        assert_eq!(furniture(pages.collect()).len(), 6);
    }

    #[test]
    fn the_letterhead_of_the_first_page_alone_is_none() {
        let pages = vec![page("Office of the Council", &["To all members."], ""), page("", &["Second page."], "")];
        assert!(furniture(pages).is_empty());
    }

    #[test]
    fn numbered_headings_that_begin_pages_are_none() {
        let pages = vec![
            page("", &["Body."], ""),
            page("Annex 1", &["The agenda."], ""),
            page("", &["Between the two."], ""),
            page("Annex 2", &["Participants."], ""),
            page("", &["More."], ""),
        ];
        assert!(furniture(pages).is_empty());
    }

    #[test]
    fn paragraph_numbers_alone_on_their_line_are_none() {
        let pages =
            vec![page("3.", &["Text of three."], ""), page("7.", &["Text of seven."], ""), page("12.", &["Text."], "")];
        assert!(furniture(pages).is_empty());
    }

    #[test]
    fn a_footnote_mark_beside_the_page_number_is_none() {
        let pages = [1, 2, 3].map(|number| {
            let drawing = page("", &["Text of this page.", "More of it."], &format!("Page {number} of 3"));
            drawing.size(5.0).text(72.0, 750.0, if number == 1 { "1" } else { "" })
        });
        assert_eq!(furniture(pages.to_vec()), ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]);
    }

    #[test]
    fn a_single_page_has_only_its_number() {
        let pages = vec![page("The Council", &["Text.", "More."], "1")];
        assert_eq!(furniture(pages), ["1"]);
        let pages = vec![page("The Council", &["Text.", "More."], "2019")];
        assert!(furniture(pages).is_empty());
    }

    #[test]
    fn watermarks_and_barcodes() {
        let drawn = page("", &["Text."], "*1712345*").angle(45.0).size(60.0).text(150.0, 600.0, "DRAFT");
        assert_eq!(furniture(vec![drawn, page("", &["More."], "")]), ["*1712345*", "DRAFT"]);
    }

    #[test]
    fn a_sentence_that_comes_again_all_over_is_no_running_head() {
        let sentence = "The panel heard the owner and saw the vessel.";
        let page = |end: &str| {
            Drawing::new().text(72.0, 40.0, sentence).lines(72.0, 300.0, 24.0, &["The log was read.", sentence, end])
        };
        let pages =
            vec![page("It rose at noon."), page("It met again."), page("It then closed."), page("All went home.")];
        assert_eq!(furniture(pages), [""; 0]);
    }

    #[test]
    fn notes_that_say_the_same_are_none() {
        let page = |mark: &str, text: &str| {
            let drawing = Drawing::new().lines(72.0, 300.0, 12.0, &["The council met and read the reports.", text]);
            drawing.size(6.0).text(72.0, 780.0, mark).size(8.0).text(76.0, 783.0, "Ibid.")
        };
        let pages = vec![page("1", "It agreed."), page("2", "It rose."), page("3", "It met."), page("4", "It sat.")];
        assert_eq!(furniture(pages), [""; 0]);
    }

    #[test]
    fn the_foot_of_a_page_set_otherwise_is_furniture_too() {
        let page = |number: u8, y: f32, text: &str| {
            let drawing = Drawing::new().lines(72.0, 300.0, 12.0, &["The council met and read the reports.", text]);
            drawing.text(72.0, y, "HB.19-0331").text(480.0, y, &format!("{number}/3"))
        };
        let pages = vec![page(1, 784.0, "It rose."), page(2, 800.0, "It met."), page(3, 800.0, "It sat.")];
        assert_eq!(furniture(pages), ["HB.19-0331 1/3", "HB.19-0331 2/3", "HB.19-0331 3/3"]);
    }

    #[test]
    fn a_foot_directly_under_the_notes_is_furniture() {
        let page = |number: u8, text: &str| {
            let drawing = Drawing::new().lines(72.0, 300.0, 12.0, &["The council met and read the reports.", text]);
            let drawing = drawing.size(6.0).text(72.0, 780.0, &number.to_string()).size(8.0);
            let drawing = drawing.text(76.0, 783.0, &format!("See the book of the {text}"));
            drawing.text(72.0, 793.0, "21-04417").text(480.0, 793.0, &format!("{number}/3"))
        };
        assert_eq!(
            furniture(vec![page(1, "spring."), page(2, "summer."), page(3, "winter.")]),
            ["21-04417 1/3", "21-04417 2/3", "21-04417 3/3"]
        );
    }
}
