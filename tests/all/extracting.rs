//! `extract` through the binary, in each of its forms: what it prints, and how it ends where a file fails.

use super::program::{Answer, minutebook};
use super::shared::files_below;
use std::path::{Path, PathBuf};
use std::process::Command;

fn samples() -> Vec<PathBuf> {
    let found = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"), &["pdf"]);
    assert!(found.len() >= 5, "the sample corpus has its files");
    found
}

fn extract(workspace: &Path, files: &[&Path], format: &str) -> Answer {
    let mut arguments = vec!["extract", "--format", format];
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    minutebook(workspace, &arguments)
}

/// Letters and digits in any order, with how often each stands; a raised figure is a figure.
fn census(text: &str) -> Vec<char> {
    let plain = |character: char| match character {
        '\u{b9}' => '1',
        '\u{b2}' => '2',
        '\u{b3}' => '3',
        '\u{2070}' => '0',
        raised @ '\u{2074}'..='\u{2079}' => char::from(b'4' + (raised as u32 - 0x2074) as u8),
        other => other,
    };
    let mut characters: Vec<char> = text.chars().map(plain).filter(|character| character.is_alphanumeric()).collect();
    characters.sort_unstable();
    characters
}

#[test]
fn lines_hold_every_letter_that_the_glyphs_show_and_a_form_feed_between_pages() {
    let workspace = tempfile::tempdir().unwrap();
    for file in samples() {
        let lines = extract(workspace.path(), &[&file], "lines");
        let glyphs = extract(workspace.path(), &[&file], "glyphs");
        assert_eq!((lines.status, glyphs.status), (Some(0), Some(0)), "{}{}", lines.err, glyphs.err);
        assert!(lines.err.is_empty() && glyphs.err.is_empty());
        let runs = glyphs.out.lines().filter(|line| line.starts_with("run "));
        let drawn: String = runs.filter_map(|run| run.splitn(3, '\t').nth(2)).collect();
        assert_eq!(census(&lines.out), census(&drawn), "{}", file.display());
        let pages = glyphs.out.lines().filter(|line| line.starts_with("page ")).count();
        assert_eq!(lines.out.matches('\u{c}').count() + 1, pages, "{}", file.display());
    }
}

#[test]
fn glyphs_tell_fonts_places_and_sizes() {
    let workspace = tempfile::tempdir().unwrap();
    let file = &samples()[0];
    let glyphs = extract(workspace.path(), &[file], "glyphs").out;
    let mut fonts = 0;
    for line in glyphs.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match line.split(' ').next().unwrap() {
            "font" => {
                assert!(fields[1].contains("guessed 0.000"), "{line}");
                fonts += 1;
            }
            "page" => assert!(fields[1].starts_with("595") || fields[1].starts_with("612"), "{line}"),
            "run" => {
                let place: Vec<f32> = fields[0].split(' ').skip(1).map(|number| number.parse().unwrap()).collect();
                assert!(place.iter().all(|number| (0.0..=850.0).contains(number)), "{line}");
                let font: usize =
                    fields[1].split(' ').skip_while(|word| *word != "font").nth(1).unwrap().parse().unwrap();
                assert!(font < fonts, "{line}");
            }
            "rule" => assert_eq!(line.split(' ').count(), 5, "{line}"),
            other => panic!("{other} is no word of this format: {line}"),
        }
    }
    assert!(fonts > 0);
}

#[test]
fn a_line_of_json_for_each_file_and_one_with_the_error_where_it_fails() {
    let workspace = tempfile::tempdir().unwrap();
    let broken = workspace.path().join("broken.pdf");
    std::fs::write(&broken, "<html>moved</html>").unwrap();
    let samples = samples();
    let files = [samples[0].as_path(), &broken, &samples[1]];
    let answer = extract(workspace.path(), &files, "jsonl");
    assert_eq!(answer.status, Some(1), "{}", answer.err);
    assert!(answer.err.contains("broken.pdf") && answer.err.contains("try:"), "{}", answer.err);
    let lines: Vec<serde_json::Value> =
        answer.out.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(lines.len(), files.len());
    for (line, file) in lines.iter().zip(files) {
        assert_eq!(line["source"]["path"], file.to_str().unwrap());
        if file == broken {
            assert!(line["error"]["code"].is_string() && line["error"]["hint"].is_string(), "{line}");
            continue;
        }
        assert_eq!(line["schema"], "minutebook/document/1");
        assert_eq!(line["source"]["bytes"], std::fs::metadata(file).unwrap().len());
        let blocks = line["blocks"].as_array().unwrap();
        let key = line["meta"]["key"].as_str().unwrap();
        assert!(!blocks.is_empty() && blocks.iter().all(|block| block["id"].as_str().unwrap().starts_with(key)));
    }
    // The same documents, as one value.
    let whole = extract(workspace.path(), &[files[0], files[2]], "json");
    let whole: serde_json::Value = serde_json::from_str(&whole.out).expect("an array of documents");
    assert_eq!(whole.as_array().map(Vec::len), Some(2));
    assert_eq!(whole[0]["blocks"], lines[0]["blocks"]);
}

#[test]
fn a_drawing_shows_every_page_and_a_viewer_reads_it() {
    let workspace = tempfile::tempdir().unwrap();
    let samples = samples();
    let answer = extract(workspace.path(), &[&samples[0]], "svg");
    assert_eq!(answer.status, Some(0), "{}", answer.err);
    let pages = extract(workspace.path(), &[&samples[0]], "lines").out.matches('\u{c}').count() + 1;
    assert_eq!(answer.out.matches("class=\"page\"").count(), pages);
    for class in ["line", "block", "label"] {
        assert!(answer.out.contains(&format!("class=\"{class}")), "{class}");
    }
    let several = extract(workspace.path(), &[&samples[0], &samples[1]], "svg");
    assert_eq!(several.status, Some(2));
    assert!(several.err.contains("--format svg") && several.out.is_empty(), "{}", several.err);
    let (drawing, picture) = (workspace.path().join("pages.svg"), workspace.path().join("pages.png"));
    std::fs::write(&drawing, &answer.out).unwrap();
    match Command::new("rsvg-convert").arg(&drawing).arg("-o").arg(&picture).output() {
        Err(_) => println!("skipped: rsvg-convert is not installed"),
        Ok(viewer) => {
            assert!(viewer.status.success(), "{}", String::from_utf8_lossy(&viewer.stderr));
            assert!(std::fs::metadata(&picture).unwrap().len() > 10_000, "the picture shows something");
        }
    }
}

/// A PDF of one page that is a picture of a page of text, as a scanner makes it.
fn scan(of: &Path) -> Option<Vec<u8>> {
    let drawn = Command::new("pdftoppm").args(["-gray", "-r", "150", "-l", "1"]).arg(of).output().ok()?;
    // Magic number, width, height, highest value, each on a line of its own or two on one, and then the pixels.
    let (mut at, mut words) = (0, Vec::new());
    while words.len() < 4 {
        let rest = drawn.stdout.get(at..)?;
        let end = rest.iter().position(u8::is_ascii_whitespace)?;
        words.push(String::from_utf8(rest[..end].to_vec()).ok()?);
        at += end + 1;
    }
    let pixels = drawn.stdout.get(at..)?;
    let content = "q 595 0 0 842 0 0 cm /I Do Q";
    let mut file = format!(
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\n\
         endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R \
         >> >> >>\nendobj\n4 0 obj\n<< /Length {} >>\nstream\n{content}\nendstream\nendobj\n5 0 obj\n<< /Type /XObject /Subtype \
         /Image /Width {} /Height {} /BitsPerComponent 8 /ColorSpace /DeviceGray /Length {} >>\nstream\n",
        content.len(),
        words[1],
        words[2],
        pixels.len()
    )
    .into_bytes();
    file.extend_from_slice(pixels);
    file.extend_from_slice(b"\nendstream\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n");
    Some(file)
}

#[test]
fn a_scan_is_said_to_need_recognition_and_read_with_it() {
    let workspace = tempfile::tempdir().unwrap();
    let Some(bytes) = scan(&samples()[0]) else {
        println!("skipped: pdftoppm, which draws the scan, is not installed");
        return;
    };
    let file = workspace.path().join("scan.pdf");
    std::fs::write(&file, bytes).unwrap();
    let bare = extract(workspace.path(), &[&file], "jsonl");
    assert_eq!(bare.status, Some(0), "notes never change the exit status: {}", bare.err);
    assert!(bare.out.contains("no-text-layer"), "{}", bare.out);
    if Command::new("ocrmypdf").arg("--version").output().is_err() {
        println!("skipped: ocrmypdf is not installed");
        return;
    }
    // One thread: several wait for each other on a busy machine. And no more than the text layer is asked for.
    let command =
        "\"env\", \"OMP_THREAD_LIMIT=1\", \"ocrmypdf\", \"--jobs\", \"1\", \"--skip-text\", \"--output-type\", \"pdf\"";
    let settings = format!("[ocr]\ncommand = [{command}, \"{{in}}\", \"{{out}}\"]\n");
    std::fs::write(workspace.path().join("minutebook.toml"), settings).unwrap();
    let drawn =
        census(&extract(workspace.path(), &[&samples()[0]], "lines").out.split('\u{c}').next().unwrap().to_lowercase());
    let lines = extract(workspace.path(), &[&file], "lines");
    let found = census(&lines.out.to_lowercase());
    // The program sees some letters wrong and none of the page's structure: nearly as many letters is what is asked.
    assert!(found.len() * 10 > drawn.len() * 9 && found.len() * 9 < drawn.len() * 10, "{}{}", lines.out, lines.err);
    let kept: Vec<_> = std::fs::read_dir(workspace.path().join("indexes/ocr")).unwrap().collect();
    assert_eq!(kept.len(), 1, "the result is kept");
    assert_eq!(extract(workspace.path(), &[&file], "lines").out, lines.out, "and used again");
}
