//! British and American spelling: the other spelling of a word, made by rules of endings.

/// Endings and middles that differ, British first. A made word that no report holds does no harm: the index knows none.
const PAIRS: &[(&str, &str)] = &[
    ("isation", "ization"),
    ("isations", "izations"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("iser", "izer"),
    ("ise", "ize"),
    ("ysing", "yzing"),
    ("ysed", "yzed"),
    ("yse", "yze"),
    ("ours", "ors"),
    ("our", "or"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ourable", "orable"),
    ("ourhood", "orhood"),
    ("ourhoods", "orhoods"),
    ("tre", "ter"),
    ("tres", "ters"),
    ("bre", "ber"),
    ("ogue", "og"),
    ("ogues", "ogs"),
    ("mme", "m"),
    ("mmes", "ms"),
    ("ence", "ense"),
    ("ences", "enses"),
    ("elled", "eled"),
    ("elling", "eling"),
    ("eller", "eler"),
    ("ellers", "elers"),
    ("elment", "ellment"),
    ("olment", "ollment"),
    ("olments", "ollments"),
    ("ilment", "illment"),
    ("ilments", "illments"),
    ("ilful", "illful"),
    ("ol", "oll"),
    ("ols", "olls"),
    ("il", "ill"),
    ("ils", "ills"),
    ("gement", "gment"),
    ("gements", "gments"),
    ("cheque", "check"),
    ("cheques", "checks"),
    ("grey", "gray"),
    ("tyre", "tire"),
    ("tyres", "tires"),
    ("kerb", "curb"),
    ("plough", "plow"),
    ("mould", "mold"),
    ("sceptical", "skeptical"),
    ("aeroplane", "airplane"),
    ("aluminium", "aluminum"),
];

/// The word is at least so much longer than the ending, in letters: "four" is no spelling of "for".
const SHORTEST_BEGINNING: usize = 3;

/// Other spellings of a folded word.
#[must_use]
pub fn variants(word: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let whole = |ending: &str| word == ending;
    for (british, american) in PAIRS {
        for (ours, theirs) in [(british, american), (american, british)] {
            let Some(beginning) = word.strip_suffix(ours) else { continue };
            if whole(ours) || beginning.chars().count() >= SHORTEST_BEGINNING {
                found.push(format!("{beginning}{theirs}"));
            }
        }
    }
    // "paediatric", "foetus": the digraph anywhere in the word.
    for (british, american) in [("ae", "e"), ("oe", "e")] {
        if word.contains(british) {
            found.push(word.replacen(british, american, 1));
        }
    }
    found.sort();
    found.dedup();
    found.retain(|variant| variant != word);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        for (one, other) in [
            ("organisation", "organization"),
            ("programme", "program"),
            ("harbour", "harbor"),
            ("neighbourhood", "neighborhood"),
            ("centre", "center"),
            ("defence", "defense"),
            ("travelled", "traveled"),
            ("catalogue", "catalog"),
            ("judgement", "judgment"),
            ("enrolment", "enrollment"),
            ("analyse", "analyze"),
            ("cheque", "check"),
        ] {
            assert!(variants(one).contains(&other.to_owned()), "{one}: {:?}", variants(one));
            assert!(variants(other).contains(&one.to_owned()), "{other}: {:?}", variants(other));
        }
        assert!(variants("four").is_empty() && variants("for").is_empty());
    }
}
