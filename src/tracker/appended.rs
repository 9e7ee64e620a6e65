//! Lines at the end of a file that people keep: in the separator and column order that the file has, nothing else touched.

use super::read::records;
use super::sheet::Unreadable;
use crate::export::csv::BOM;
use crate::text::formula;

/// The bytes of a CSV file with `lines` (cells in the order of `header`) at its end. A file that is not there begins with a
/// byte order mark and `header`; columns that people added stay empty in the new lines.
///
/// # Errors
/// The file is not UTF-8, or lacks a column of `header` that a line fills.
pub fn appended<const N: usize>(
    name: &str,
    before: Option<&[u8]>,
    header: [&str; N],
    lines: &[[&str; N]],
) -> Result<Vec<u8>, Unreadable> {
    let Some(before) = before.filter(|bytes| !bytes.is_empty()) else {
        let mut out = BOM.as_bytes().to_vec();
        let all = std::iter::once(header).chain(lines.iter().copied());
        write(&mut out, b',', all.map(|line| line.map(str::to_owned).to_vec()));
        return Ok(out);
    };
    let refuse = |message: String| Unreadable {
        name: name.to_owned(),
        message,
        hint: format!("Save it as \"CSV UTF-8\" with the header {}", header.join(",")),
    };
    let text = std::str::from_utf8(before).map_err(|_| refuse("the file is not UTF-8.".to_owned()))?;
    let text = text.strip_prefix(BOM).unwrap_or(text);
    let place = |had: &[String], name: &str| had.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let found = [b',', b';', b'\t'].into_iter().find_map(|separator| {
        let had = records(text, separator).into_iter().next()?;
        header.first().and_then(|first| place(&had, first)).filter(|_| had.len() > 1)?;
        Some((separator, had))
    });
    let (separator, had) = found.ok_or_else(|| refuse("its first line is no header.".to_owned()))?;
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let mut row = vec![String::new(); had.len()];
        for (name, cell) in header.iter().zip(line) {
            match place(&had, name).and_then(|at| row.get_mut(at)) {
                Some(slot) => (*cell).clone_into(slot),
                None if cell.is_empty() => {}
                None => return Err(refuse(format!("the column {name} is missing."))),
            }
        }
        rows.push(row);
    }
    let mut out = before.to_vec();
    if !text.ends_with('\n') {
        out.extend(b"\r\n");
    }
    write(&mut out, separator, rows);
    Ok(out)
}

fn write(out: &mut Vec<u8>, separator: u8, rows: impl IntoIterator<Item = Vec<String>>) {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(out);
    let written = rows.into_iter().try_for_each(|row| {
        let cells = row.iter().map(|cell| formula::disarmed(cell).into_owned());
        writer.write_record(cells.collect::<Vec<_>>())
    });
    // Memory takes whatever is written to it.
    let flushed = writer.flush();
    debug_assert!(written.is_ok() && flushed.is_ok());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(before: Option<&str>) -> Result<String, Unreadable> {
        let lines = [["k#1", "a;b, \"c\""], ["k#2", "=1"]];
        let bytes = appended("f.csv", before.map(str::as_bytes), ["id", "view"], &lines)?;
        Ok(String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn a_new_file_begins_with_its_header() {
        assert_eq!(with(None).unwrap(), "\u{feff}id,view\r\nk#1,\"a;b, \"\"c\"\"\"\r\nk#2,'=1\r\n");
    }

    #[test]
    fn a_file_keeps_its_separator_its_columns_and_every_byte_before() {
        let before = "View;mine;ID\nx;y;k#0";
        assert_eq!(with(Some(before)).unwrap(), format!("{before}\r\n\"a;b, \"\"c\"\"\";;k#1\r\n'=1;;k#2\r\n"));
    }

    #[test]
    fn a_file_that_cannot_take_the_lines_is_refused() {
        assert!(with(Some("id,colour\n")).unwrap_err().message.contains("view"));
        assert!(with(Some("hello\n")).is_err());
        assert!(appended("f.csv", Some(b"id,view\n\xe9"), ["id"], &[]).is_err());
    }
}
