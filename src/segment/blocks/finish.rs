//! Drafts become blocks: footnotes behind the block that holds their mark, furniture in its place, anchors and cells.

use crate::model::{Block, BlockType, FootnoteRef, LaidOutDocument, Line, LineRole, Note, Place, Stage};
use crate::segment::lines::rows::Row;
use crate::segment::notes::footnotes::{self, Note as Footnote};
use crate::segment::paragraphs::draft::Draft;

/// Puts the document together.
pub(crate) fn blocks(
    doc: &LaidOutDocument,
    drafts: Vec<Draft>,
    rows: &[Row<'_>],
    footnotes: Vec<Footnote>,
    notes: &mut Vec<Note>,
) -> Vec<Block> {
    let homes = homes(&drafts, rows, &footnotes, &doc.lines, notes);
    let mut aside = aside(doc).into_iter().peekable();
    let mut behind: Vec<Vec<Footnote>> = drafts.iter().map(|_| Vec::new()).collect();
    let mut orphans = Vec::new();
    for (note, home) in footnotes.into_iter().zip(homes) {
        match home.and_then(|home| behind.get_mut(home)) {
            Some(list) => list.push(note),
            None => orphans.push(note),
        }
    }
    let mut blocks = Vec::new();
    for (draft, after) in drafts.into_iter().zip(behind) {
        let first = draft.chunk.rows.first().and_then(|at| rows.get(*at)).map_or(usize::MAX, |row| row.at);
        while let Some((_, block)) = aside.next_if(|(line, _)| *line < first) {
            blocks.push(block);
        }
        let (annex, section, is_heading) =
            (draft.annex.clone(), draft.section.clone(), draft.kind == BlockType::Heading);
        let block = block(draft, rows, &doc.lines);
        let section = if is_heading { Some(block.text.clone()) } else { section };
        blocks.push(block);
        for note in after {
            blocks.push(footnote_block(note, annex.clone(), section.clone(), &doc.lines));
        }
    }
    blocks.extend(aside.map(|(_, block)| block));
    let (annex, section) = blocks.last().map_or((Vec::new(), None), |last| (last.annex.clone(), last.section.clone()));
    for note in orphans {
        blocks.push(footnote_block(note, annex.clone(), section.clone(), &doc.lines));
    }
    blocks
}

/// For each footnote the draft behind which it stands.
fn homes(
    drafts: &[Draft],
    rows: &[Row<'_>],
    footnotes: &[Footnote],
    lines: &[Line],
    notes: &mut Vec<Note>,
) -> Vec<Option<usize>> {
    let mut refs: Vec<(usize, u32, String, bool)> = Vec::new();
    for (at, draft) in drafts.iter().enumerate() {
        for mark in &draft.text.refs {
            let page = draft.text.line_at(mark.offset).and_then(|line| lines.get(line)).map_or(0, page_of);
            refs.push((at, page, footnotes::clean_mark(&mark.mark), false));
        }
    }
    let mut take = |fits: &dyn Fn(u32, &str) -> bool| {
        let found = refs.iter_mut().find(|(_, page, mark, taken)| !*taken && fits(*page, mark))?;
        found.3 = true;
        Some(found.0)
    };
    let on_page: Vec<Option<usize>> = footnotes
        .iter()
        .map(|note| {
            // A note may be carried over to the next page.
            take(&|page, mark| mark == note.mark && page == note.page)
                .or_else(|| take(&|page, mark| mark == note.mark && page + 1 >= note.page && page <= note.page))
        })
        .collect();
    // Endnotes stand far behind their marks: what no note of its own page took is theirs.
    let anywhere = footnotes.iter().zip(on_page).map(|(note, home)| {
        home.or_else(|| take(&|page, mark| mark == note.mark && page <= note.page)).or_else(|| {
            notes.push(unmatched(note));
            last_on_page(drafts, rows, note)
        })
    });
    anywhere.collect()
}

fn unmatched(note: &Footnote) -> Note {
    let said =
        if note.mark.is_empty() { "a footnote without mark".to_owned() } else { format!("footnote {}", note.mark) };
    let remark = Note::new(
        Stage::Segment,
        "footnote-unmatched",
        format!(
            "{said} has no mark in the text of its page; it was placed after the last block there. Compare the page."
        ),
    );
    if note.page > 0 { remark.on_page(note.page) } else { remark }
}

fn last_on_page(drafts: &[Draft], rows: &[Row<'_>], note: &Footnote) -> Option<usize> {
    let before =
        |draft: &Draft| draft.chunk.rows.first().and_then(|at| rows.get(*at)).is_some_and(|row| row.at < note.line);
    let count = drafts.iter().filter(|draft| before(draft)).count();
    count.checked_sub(1).or(if drafts.is_empty() { None } else { Some(0) })
}

fn page_of(line: &Line) -> u32 {
    if let Place::Page { page, .. } = line.place { page } else { 0 }
}

fn block(draft: Draft, rows: &[Row<'_>], lines: &[Line]) -> Block {
    let anchors = draft.text.anchors(lines);
    let mut refs: Vec<FootnoteRef> = draft
        .text
        .refs
        .iter()
        .map(|found| FootnoteRef { mark: footnotes::clean_mark(&found.mark), offset: found.offset })
        .collect();
    refs.sort_by_key(|found| found.offset);
    let mut block = Block {
        id: String::new(),
        block_type: draft.kind,
        number: draft.number,
        text: draft.text.text,
        annex: draft.annex,
        section: draft.section,
        level: draft.level,
        cells: draft.cells,
        anchors,
        footnote_refs: refs,
        struck: draft.text.struck,
        role: draft.role,
        header: draft.header,
        ..Block::bare(BlockType::Paragraph, "")
    };
    if block.block_type == BlockType::TableRow {
        let own: Vec<&Row<'_>> = draft.chunk.rows.iter().filter_map(|at| rows.get(*at)).collect();
        table_row(&mut block, &own);
    }
    block
}

/// Cells of a table row; the number cell leaves the text. A row that a page break cuts stands in several lines.
fn table_row(block: &mut Block, rows: &[&Row<'_>]) {
    let Some((row, rest)) = rows.split_first() else { return };
    let whole = |column: u16, text: &str| {
        let more = rest.iter().flat_map(|row| &row.line.cells).filter(|cell| cell.column == column);
        more.fold(text.to_owned(), |text, cell| format!("{text}\n{}", cell.text))
    };
    let cells: Vec<String> = row.line.cells.iter().map(|cell| cell_text(&whole(cell.column, &cell.text))).collect();
    let first = cells.first().cloned().unwrap_or_default();
    let digits = first.trim_end_matches(['.', ')', ':']);
    let numbered = cells.len() > 1
        && !digits.is_empty()
        && digits.len() <= 5
        && digits.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    let shown: Vec<&str> =
        cells.iter().skip(usize::from(numbered)).map(String::as_str).filter(|text| !text.is_empty()).collect();
    block.text = shown.join(" ");
    block.number = numbered.then(|| digits.to_owned());
    block.anchors.dedup_by_key(|anchor| anchor.page);
    // Cells of both halves alternate in the text, so that each place holds some of all of it.
    for anchor in &mut block.anchors {
        anchor.span = [0, block.text.len()];
    }
    block.footnote_refs.retain(|found| found.offset <= block.text.len() && block.text.is_char_boundary(found.offset));
    let cut = if numbered { first.len() + 1 } else { 0 };
    block.struck = std::mem::take(&mut block.struck)
        .into_iter()
        .map(|range| range.map(|at| at.saturating_sub(cut).min(block.text.len())))
        .filter(|[from, to]| from < to && block.text.is_char_boundary(*from) && block.text.is_char_boundary(*to))
        .collect();
    block.header |= row.line.header;
    block.cells = Some(cells);
}

/// The lines of a cell joined, hyphens at their ends resolved.
fn cell_text(text: &str) -> String {
    let words = crate::segment::text::words::Words::default();
    let mut out = String::new();
    for line in text.lines() {
        let piece = crate::segment::text::join::clean(line);
        if piece.is_empty() {
            continue;
        }
        if !out.is_empty() {
            match crate::segment::text::hyphen::seam(&out, &piece, true, &words) {
                crate::segment::text::hyphen::Seam::Space => out.push(' '),
                crate::segment::text::hyphen::Seam::Touch => {}
                crate::segment::text::hyphen::Seam::DropHyphen => {
                    out.pop();
                }
            }
        }
        out.push_str(&piece);
    }
    out
}

fn footnote_block(note: Footnote, annex: Vec<String>, section: Option<String>, lines: &[Line]) -> Block {
    Block {
        id: String::new(),
        block_type: BlockType::Footnote,
        number: (!note.mark.is_empty()).then(|| note.mark.clone()),
        anchors: note.text.anchors(lines),
        footnote_refs: note.text.refs.clone(),
        text: note.text.text,
        annex,
        section,
        level: None,
        cells: None,
        ..Block::bare(BlockType::Paragraph, "")
    }
}

/// Furniture and hidden lines, each a block, with the line they stand at.
fn aside(doc: &LaidOutDocument) -> Vec<(usize, Block)> {
    doc.lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.role, LineRole::Furniture | LineRole::Hidden) && !line.text.trim().is_empty())
        .map(|(at, _)| {
            let part = crate::segment::text::join::Part { line: at, skip: 0, full: true };
            let text =
                crate::segment::text::join::join(&[part], &doc.lines, &crate::segment::text::words::Words::default());
            let block = Block {
                id: String::new(),
                block_type: BlockType::Furniture,
                number: None,
                anchors: text.anchors(&doc.lines),
                footnote_refs: text.refs,
                text: text.text,
                annex: Vec::new(),
                section: None,
                level: None,
                cells: None,
                ..Block::bare(BlockType::Paragraph, "")
            };
            (at, block)
        })
        .collect()
}
