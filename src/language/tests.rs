//! The reading of whole sentences, in a short notation: one line a clause, `verb | subject | how it hangs`.

use super::*;
use std::sync::LazyLock;

static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::embedded().unwrap());

fn clauses(text: &str) -> Vec<String> {
    let sentence = LANGUAGE.read(text);
    let show = |clause: &Clause| {
        let subject = clause.subject.as_ref().map_or("-", |subject| sentence.words(&subject.tokens));
        format!("{} | {subject} | {:?}", sentence.words(&clause.verb.tokens), clause.link)
    };
    sentence.clauses.iter().map(show).collect()
}

#[test]
fn an_infinitive_has_the_subject_that_its_verb_gives_it() {
    assert_eq!(
        clauses("The Chair asked the Secretariat to prepare a note and to circulate it by 3 May."),
        [
            "asked | The Chair | Main",
            "to prepare | the Secretariat | Infinitive",
            "to circulate | the Secretariat | Infinitive"
        ]
    );
    assert_eq!(
        clauses("The Board agreed to hire a clerk."),
        ["agreed | The Board | Main", "to hire | The Board | Infinitive"]
    );
}

#[test]
fn what_is_told_has_its_speaker() {
    let sentence = LANGUAGE.read("Ana said the Board had approved the plan last year.");
    let told = sentence.clauses.last().unwrap();
    assert_eq!(told.link, Link::Content);
    assert!(told.verb.perfect && told.verb.tense == Tense::Past);
    assert_eq!(sentence.speaker(told).map(|speaker| sentence.words(&speaker.tokens)), Some("Ana"));
}

#[test]
fn a_clause_between_commas_does_not_take_the_subject_away() {
    assert_eq!(
        clauses("The plan, which was approved by the Council, is long."),
        ["was approved | The plan | Relative", "is | The plan | Main"]
    );
    assert_eq!(
        clauses("The proposal submitted by Ana was withdrawn."),
        ["submitted | The proposal | Relative", "was withdrawn | The proposal | Main"]
    );
}

#[test]
fn conditions_are_known() {
    let sentence = LANGUAGE.read("If it is determined that the fund is empty, the group shall close.");
    let conditional: Vec<bool> = sentence.clauses.iter().map(|clause| clause.conditional).collect();
    assert_eq!(conditional, [true, true, false]);
}

#[test]
fn offsets_are_those_of_the_text() {
    let text = "Zoë’s plan – “didn’t we agree?”";
    let sentence = LANGUAGE.read(text);
    let words: Vec<&str> = (0..sentence.tokens.len()).map(|at| sentence.word(at)).collect();
    assert_eq!(words, ["Zoë", "’s", "plan", "–", "“", "did", "n’t", "we", "agree", "?", "”"]);
}

#[test]
fn pronouns_lead_to_their_phrase() {
    let before = LANGUAGE.read("Ms. Okoro presented the plan.");
    let here = LANGUAGE.read("She will circulate it.");
    let subject = here.clauses[0].subject.clone().unwrap();
    let (nth, phrase) = antecedent(&here, &subject, &[&before], LANGUAGE.lexicon()).unwrap();
    assert_eq!((nth, before.words(&phrase.tokens)), (1, "Ms. Okoro"));
}

proptest::proptest! {
    #[test]
    fn hostile_text_is_read(text in "\\PC{0,80}") {
        let sentence = LANGUAGE.read(&text);
        for token in &sentence.tokens {
            proptest::prop_assert!(text.get(token.start as usize..token.end as usize).is_some());
        }
        for clause in &sentence.clauses {
            proptest::prop_assert!(clause.parent.is_none_or(|parent| parent < sentence.clauses.len()));
        }
    }
}
