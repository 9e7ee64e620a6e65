//! `show ID --why`: for each sentence of a block, or for the item asked for, which rules fired and what failed.

use crate::error::RunError;
use crate::search::show::Place;
use crate::tag::{Sentence, Tagger, explain, sentences};
use crate::workspace::Workspace;

/// The explanation of an item, or of every sentence of a block, by the rules in use now.
pub fn explained(workspace: &Workspace, place: &Place) -> Result<String, RunError> {
    let tagger = Tagger::load(Some(&workspace.rules()))?;
    let mut text = String::new();
    let asked = place.items.iter().filter(|item| place.item.as_deref() == Some(item.id.as_str()));
    let mut wanted: Vec<(&str, Option<&str>)> = asked.map(|item| (item.text.as_str(), item.stem.as_deref())).collect();
    if wanted.is_empty() {
        let stem_of = |sentence: &str| {
            place.items.iter().find(|item| item.text == sentence).and_then(|item| item.stem.as_deref())
        };
        let spans = sentences::split(&place.block.text);
        let all = spans.into_iter().filter_map(|span| place.block.text.get(span));
        wanted = all.map(|sentence| (sentence, stem_of(sentence))).collect();
    }
    for (words, stem) in wanted {
        let sentence = Sentence {
            text: words.to_owned(),
            section: place.block.section.clone(),
            stem: stem.map(str::to_owned),
            ..Sentence::default()
        };
        text.push_str(&format!("\nwhy: {words}\n"));
        for line in explain(&tagger, &sentence).to_string().lines() {
            text.push_str(&format!("    {line}\n"));
        }
    }
    Ok(text)
}
