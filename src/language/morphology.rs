//! Forms of English words: made from the lemma by rule, exceptions from data; and the word class of words that are not listed.

use super::token::{Tag, VerbForm};
use super::word::Word;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Exceptions, read from the data.
#[derive(Debug, Default)]
pub(crate) struct Irregular {
    /// For a base form, past and participle; several of one kind are possible ("been", "was", "were").
    verbs: FxHashMap<String, (String, String)>,
    doubling: Vec<String>,
    plurals: FxHashMap<String, String>,
}

impl Irregular {
    pub(crate) fn add(&mut self, forms: &BTreeMap<String, String>) {
        for (kind, list) in forms {
            for entry in list.split(',').map(str::trim) {
                let words: Vec<&str> = entry.split_whitespace().collect();
                match (kind.as_str(), words.as_slice()) {
                    ("words", [base, past, participle]) => {
                        self.verbs.insert((*base).to_owned(), ((*past).to_owned(), (*participle).to_owned()));
                    }
                    ("doubling", [base]) => self.doubling.push((*base).to_owned()),
                    ("plurals", [plural, singular]) => {
                        self.plurals.insert((*singular).to_owned(), (*plural).to_owned());
                    }
                    _ => {}
                }
            }
        }
    }
}

/// All forms of a verb.
pub(crate) fn verb_forms(base: &str, irregular: &Irregular) -> Vec<(String, VerbForm)> {
    if base == "be" {
        let forms = [
            ("be", VerbForm::Base),
            ("am", VerbForm::Third),
            ("is", VerbForm::Third),
            ("are", VerbForm::Third),
            ("'re", VerbForm::Third),
            ("'m", VerbForm::Third),
            ("was", VerbForm::Past),
            ("were", VerbForm::Past),
            ("been", VerbForm::Participle),
            ("being", VerbForm::Gerund),
        ];
        return forms.map(|(form, kind)| (form.to_owned(), kind)).to_vec();
    }
    let (past, participle) = irregular.verbs.get(base).cloned().unwrap_or_else(|| {
        let past = with_ed(base, irregular);
        (past.clone(), past)
    });
    let mut forms = vec![
        (base.to_owned(), VerbForm::Base),
        (with_s(base), VerbForm::Third),
        (past, VerbForm::Past),
        (participle, VerbForm::Participle),
        (with_ing(base, irregular), VerbForm::Gerund),
    ];
    if base == "have" {
        forms = vec![
            ("have".to_owned(), VerbForm::Base),
            ("'ve".to_owned(), VerbForm::Base),
            ("has".to_owned(), VerbForm::Third),
            ("had".to_owned(), VerbForm::Past),
            ("had".to_owned(), VerbForm::Participle),
            ("having".to_owned(), VerbForm::Gerund),
        ];
    }
    if irregular.doubles(base) && matches!(base, "focus" | "benefit" | "cancel" | "travel" | "label" | "model") {
        forms.push((format!("{base}ed"), VerbForm::Past));
        forms.push((format!("{base}ed"), VerbForm::Participle));
        forms.push((format!("{base}ing"), VerbForm::Gerund));
    }
    forms
}

/// The plural of a noun.
pub(crate) fn plural(noun: &str, irregular: &Irregular) -> String {
    if let Some(plural) = irregular.plurals.get(noun) {
        return plural.clone();
    }
    // "secretary-general", "director-general": the first word inflects.
    if let Some(first) = noun.strip_suffix("-general") {
        return format!("{}-general", with_s(first));
    }
    with_s(noun)
}

fn with_s(word: &str) -> String {
    if let Some(stem) = word.strip_suffix('y').filter(|stem| !ends_in_vowel(stem)) {
        return format!("{stem}ies");
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end))
        || matches!(word, "go" | "do" | "undergo" | "forgo" | "veto")
    {
        return format!("{word}es");
    }
    format!("{word}s")
}

fn with_ed(base: &str, irregular: &Irregular) -> String {
    if base.ends_with('e') {
        return format!("{base}d");
    }
    if let Some(stem) = base.strip_suffix('y').filter(|stem| !ends_in_vowel(stem)) {
        return format!("{stem}ied");
    }
    format!("{}ed", irregular.doubled(base))
}

fn with_ing(base: &str, irregular: &Irregular) -> String {
    if let Some(stem) = base.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    let silent = base.strip_suffix('e').filter(|stem| !stem.ends_with(['e', 'o', 'y']));
    match silent {
        Some(stem) => format!("{stem}ing"),
        None => format!("{}ing", irregular.doubled(base)),
    }
}

impl Irregular {
    fn doubles(&self, base: &str) -> bool {
        self.doubling.iter().any(|word| word == base)
    }

    fn doubled(&self, base: &str) -> String {
        match base.chars().last() {
            Some(last) if self.doubles(base) => format!("{base}{last}"),
            _ => base.to_owned(),
        }
    }
}

fn ends_in_vowel(stem: &str) -> bool {
    stem.ends_with(['a', 'e', 'i', 'o', 'u'])
}

/// Endings that tell the word class of a word that is not listed; the longest that fits decides.
const ENDINGS: &[(&str, Tag)] = &[
    ("ly", Tag::Adverb),
    ("tion", Tag::Noun),
    ("sion", Tag::Noun),
    ("ment", Tag::Noun),
    ("ness", Tag::Noun),
    ("ity", Tag::Noun),
    ("ship", Tag::Noun),
    ("ance", Tag::Noun),
    ("ence", Tag::Noun),
    ("ism", Tag::Noun),
    ("ist", Tag::Noun),
    ("ous", Tag::Adjective),
    ("ful", Tag::Adjective),
    ("ive", Tag::Adjective),
    ("able", Tag::Adjective),
    ("ible", Tag::Adjective),
    ("ical", Tag::Adjective),
    ("ional", Tag::Adjective),
    ("less", Tag::Adjective),
    ("ic", Tag::Adjective),
    ("al", Tag::Adjective),
    ("ant", Tag::Adjective),
    ("ent", Tag::Adjective),
    ("ary", Tag::Adjective),
];

/// What a word that is not listed can be, by its ending.
pub(crate) fn guess(lower: &str, capital: bool) -> Word {
    let mut word = Word::default();
    let mut verb = |form: &[VerbForm]| {
        word.could |= Tag::Verb.bit();
        word.forms |= form.iter().fold(0, |forms, form| forms | 1 << *form as u8);
    };
    let long = lower.len() >= 5;
    if long && lower.ends_with("ing") {
        verb(&[VerbForm::Gerund]);
        word.could |= Tag::Noun.bit();
    } else if long && lower.starts_with("un") && lower.ends_with("ed") {
        // "unchanged", "unanswered": nobody unchanges.
        word.could |= Tag::Adjective.bit();
    } else if long && lower.ends_with("ed") {
        verb(&[VerbForm::Past, VerbForm::Participle]);
        word.could |= Tag::Adjective.bit();
    } else if long && (lower.ends_with("ize") || lower.ends_with("ify")) {
        verb(&[VerbForm::Base]);
    } else if long && (lower.ends_with("izes") || lower.ends_with("ifies")) {
        verb(&[VerbForm::Third]);
    } else if let Some((_, tag)) =
        ENDINGS.iter().filter(|(end, _)| long && lower.ends_with(end)).max_by_key(|(end, _)| end.len())
    {
        word.could |= tag.bit();
        if matches!(tag, Tag::Adjective)
            && (lower.ends_with("al")
                || lower.ends_with("ant")
                || lower.ends_with("ent")
                || lower.ends_with("ary")
                || lower.ends_with("ive")
                || lower.ends_with("ic"))
        {
            word.could |= Tag::Noun.bit();
        }
    } else if lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us") && !lower.ends_with("is") {
        word.could |= Tag::Plural.bit();
    } else {
        word.could |= Tag::Noun.bit();
    }
    if capital {
        word.could |= Tag::Proper.bit();
    }
    word
}
