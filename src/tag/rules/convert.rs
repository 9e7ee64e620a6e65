//! `rules convert`: a rule file of the old form as one of the new, as far as its patterns are words and no more.

use serde::Deserialize;

/// A file of the old form.
#[derive(Debug, Deserialize)]
struct OldFile {
    #[serde(default)]
    rule: Vec<OldRule>,
}

#[derive(Debug, Deserialize)]
struct OldRule {
    id: String,
    kind: String,
    force: Option<String>,
    cue: Option<String>,
    #[serde(default)]
    unless: Vec<String>,
    section: Option<String>,
    held_by: Option<String>,
    #[serde(default)]
    disabled: bool,
    #[serde(default)]
    doc: String,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    must_not: Vec<String>,
}

/// A converted file, and the ids of rules that need a person, each with the reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converted {
    /// The new file.
    pub text: String,
    /// Rules that could not be carried over.
    pub left: Vec<(String, String)>,
}

/// Converts the text of a file.
///
/// # Errors
/// It is no TOML, or holds no rules of the old form.
pub fn convert(text: &str) -> Result<Converted, String> {
    let file: OldFile = toml::from_str(text).map_err(|error| error.to_string())?;
    let mut converted = Converted::default();
    for rule in &file.rule {
        match one(rule) {
            Ok(text) => converted.text.push_str(&text),
            Err(reason) => converted.left.push((rule.id.clone(), reason)),
        }
    }
    Ok(converted)
}

fn one(rule: &OldRule) -> Result<String, String> {
    let quoted = |words: &[String]| words.iter().map(|word| string(word)).collect::<Vec<_>>().join(", ");
    let mut text = format!("[[rule]]\nid = {}\nkind = {}\n", string(&rule.id), string(&rule.kind));
    if rule.disabled {
        return Ok(text + "disabled = true\n\n");
    }
    if let Some(force) = &rule.force {
        text.push_str(&format!("force = {}\n", string(force)));
    }
    if let Some(held_by) = &rule.held_by {
        text.push_str(&format!("held_by = {}\n", string(held_by)));
    }
    text.push_str(&format!(
        "doc = {}\nmust = [{}]\nmust_not = [{}]\n",
        string(&rule.doc),
        quoted(&rule.must),
        quoted(&rule.must_not)
    ));
    let cue = words(rule.cue.as_deref().ok_or("it has no cue")?)?;
    text.push_str(&format!("[[rule.line]]\nsentence = [{}]\n", quoted(&cue)));
    let mut without = Vec::new();
    for pattern in &rule.unless {
        without.extend(words(pattern)?);
    }
    if !without.is_empty() {
        text.push_str(&format!("sentence_not = [{}]\n", quoted(&without)));
    }
    if let Some(section) = &rule.section {
        text.push_str(&format!("heading = [{}]\n", quoted(&words(section)?)));
    }
    Ok(text + "\n")
}

/// The alternatives of a pattern that is words, blanks, word boundaries, `^` and `$`.
fn words(pattern: &str) -> Result<Vec<String>, String> {
    let plain = pattern.replace("\\b", "").replace("(?i)", "").replace("\\.", " . ");
    let inner = plain.strip_prefix("(?:").and_then(|rest| rest.strip_suffix(')')).unwrap_or(&plain);
    if let Some(odd) = inner
        .chars()
        .find(|c| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '|' | '^' | '$' | ',' | ':' | '.')))
    {
        return Err(format!("'{pattern}' holds {odd:?}, which is more than words"));
    }
    let spaced = |word: &str| word.replace('^', "^ ").replace('$', " $").replace(',', " ,").replace(':', " :");
    Ok(inner.split('|').map(|word| spaced(word.trim())).filter(|word| !word.is_empty()).collect())
}

fn string(text: &str) -> String {
    format!("{text:?}").replace("\\'", "'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::rules::RuleSet;

    #[test]
    fn words_are_carried_over_and_patterns_left_to_people() {
        let old = "[[rule]]\nid = 'decision.shelved'\nkind = 'decision'\nforce = 'decided'\ncue = '\\b(?:so be it|^granted)\\b'\ndoc = 'x'\nmust = ['So be it.']\n\
                   [[rule]]\nid = 'decision.odd'\nkind = 'decision'\nforce = 'decided'\ncue = '[a-z]+ed'\ndoc = 'x'\n";
        let old = old.replace("(?:so be it|^granted)", "so be it\\b|^granted");
        let converted = convert(&old).unwrap();
        assert_eq!(converted.left.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["decision.odd"]);
        let rules = RuleSet::from_files(&[("own.toml".into(), converted.text)], &[]).unwrap();
        assert_eq!(rules.rules.len(), 1);
    }
}
