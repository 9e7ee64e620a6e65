//! Words made from each other by endings that no stemmer takes off: agree and agreement, renew and renewal.

/// Endings that make a noun of a verb, and what the verb may end in before them.
const ENDINGS: &[&str] = &["ment", "al", "ance", "ence", "er", "or", "ee", "ure", "age", "ship", "hood", "ist", "ism"];
/// Endings of verbs that change before "-sion" and "-tion", and what they change to.
const CHANGES: &[(&str, &str)] = &[
    ("de", "sion"),
    ("d", "sion"),
    ("se", "sion"),
    ("t", "ssion"),
    ("rt", "rsion"),
    ("ate", "ation"),
    ("e", "ation"),
    ("", "ation"),
    ("y", "ication"),
    ("ce", "ction"),
    ("be", "ption"),
    ("ve", "ption"),
    ("ume", "umption"),
    ("ire", "iration"),
];
/// A beginning shorter than this, in letters, is in too many words.
const SHORTEST_BEGINNING: usize = 4;

/// Words that a folded word may be made from, or that may be made from it. Most are no words; the index tells which are.
#[must_use]
pub fn relatives(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !word.is_ascii() || word.bytes().any(|byte| !byte.is_ascii_alphabetic()) {
        return found;
    }
    let singular = word.strip_suffix('s').filter(|rest| !rest.ends_with('s')).unwrap_or(word);
    let mut verbs: Vec<String> = Vec::new();
    for base in [word, singular] {
        for ending in ENDINGS {
            verbs.extend(base.strip_suffix(ending).filter(|rest| rest.len() >= SHORTEST_BEGINNING).map(str::to_owned));
        }
        for (before, after) in CHANGES {
            let rest = base.strip_suffix(after).filter(|rest| rest.len() + before.len() >= SHORTEST_BEGINNING);
            found.extend(rest.map(|rest| format!("{rest}{before}")));
        }
    }
    for ending in ["ing", "ed", "d", "es"] {
        verbs.extend(word.strip_suffix(ending).filter(|rest| rest.len() >= SHORTEST_BEGINNING).map(str::to_owned));
    }
    verbs.push(singular.to_owned());
    for verb in &verbs {
        if verb.len() < SHORTEST_BEGINNING {
            continue;
        }
        let bare = verb.strip_suffix('e').unwrap_or(verb);
        found.push(verb.clone());
        found.push(format!("{bare}e"));
        for ending in ENDINGS {
            found.push(format!("{bare}{ending}"));
            found.push(format!("{verb}{ending}"));
        }
        for (before, after) in CHANGES {
            found.extend(verb.strip_suffix(before).map(|rest| format!("{rest}{after}")));
        }
    }
    found.sort();
    found.dedup();
    found.retain(|other| other != word && other.len() >= SHORTEST_BEGINNING);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_lead_to_their_verbs_and_back() {
        for (one, other) in [
            ("agreed", "agreement"),
            ("agreement", "agree"),
            ("renewal", "renew"),
            ("renew", "renewal"),
            ("attendance", "attend"),
            ("decide", "decision"),
            ("extension", "extend"),
            ("govern", "governance"),
            ("depart", "departure"),
            ("ownership", "owner"),
        ] {
            assert!(relatives(one).contains(&other.to_owned()), "{one}: {:?}", relatives(one));
        }
        assert!(relatives("s/res").is_empty());
    }
}
