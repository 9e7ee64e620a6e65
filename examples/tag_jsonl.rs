//! Tags sentences: JSON Lines in, JSON Lines out, as `minutebook tag --input jsonl --format jsonl` does.
//!
//! `cargo run --example tag_jsonl [RULES-FOLDER] < sentences.jsonl`

use minutebook::tag::{Sentence, Tagger};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).map(std::path::PathBuf::from);
    let tagger = Tagger::load(folder.as_deref())?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let sentence: Sentence = serde_json::from_str(&line?)?;
        let answer = serde_json::json!({"id": sentence.id, "items": tagger.tag_sentence(&sentence)});
        writeln!(out, "{answer}")?;
    }
    Ok(())
}
