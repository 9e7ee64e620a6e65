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
    let (nth, phrase) = antecedent(&here, &subject, &[&before], 1, LANGUAGE.lexicon()).unwrap();
    assert_eq!((nth, before.words(&phrase.tokens)), (1, "Ms. Okoro"));
}

#[test]
fn labels_figures_and_initials_open_no_clause() {
    assert_eq!(clauses("(3) The Chapter adopted the rule."), ["adopted | The Chapter | Main"]);
    assert_eq!(clauses("b) Trustees accepted the accounts."), ["accepted | Trustees | Main"]);
    assert_eq!(
        clauses("The Board confirmed under Rule IX.10 that the seat should stay."),
        ["confirmed | The Board | Main", "should stay | the seat | Content"]
    );
    let group = clauses("It agreed to a group under Professor N. Holt, to review the list.");
    assert_eq!(group.last().map(String::as_str), Some("to review | It | Purpose"));
}

#[test]
fn a_figure_can_be_part_of_a_name() {
    assert_eq!(
        clauses("TC 204 resolves to close the project."),
        ["resolves | TC 204 | Main", "to close | TC 204 | Infinitive"]
    );
}

#[test]
fn a_preposition_with_its_noun_opens_no_clause() {
    let read = clauses("They began to talk and after some remarks it was decided that the talk will go on.");
    assert_eq!(read.get(2).map(String::as_str), Some("was decided | it | Coordinate"));
    assert_eq!(
        clauses("The Board agreed to the proposals made by the group."),
        ["agreed | The Board | Main", "made | - | Relative"]
    );
}

#[test]
fn when_it_was_is_no_subject() {
    assert_eq!(clauses("This year the members agreed."), ["agreed | the members | Main"]);
    assert_eq!(
        clauses("After the debate the Board agreed to meet."),
        ["agreed | the Board | Main", "to meet | the Board | Infinitive"]
    );
    assert_eq!(
        clauses("After the merger was approved, staff moved.").first().map(String::as_str),
        Some("was approved | the merger | Adverbial")
    );
}

#[test]
fn things_are_not_looked_for_in_another_paragraph() {
    let before = LANGUAGE.read("Ms. Okoro presented the plan.");
    let found = |text: &str| {
        let here = LANGUAGE.read(text);
        let subject = here.clauses[0].subject.clone().unwrap();
        antecedent(&here, &subject, &[&before], 0, LANGUAGE.lexicon()).is_some()
    };
    assert!(found("She will circulate it."));
    assert!(!found("It will be circulated."));
}

/// Words that can be noun or verb, marked in their sentences: first as nouns, then as verbs.
const NOUNS: &[&str] = &[
    "Secretariat to send calendar <invites> to all members.",
    "The suggested <edits> were accepted.",
    "The <report> was long.",
    "<Report> of the working group",
    "The budget <requests> were denied.",
    "Two <requests> from members were read.",
    "The work <plan> was adopted.",
    "The <draft> letter was read.",
    "A first <draft> will follow.",
    "<Review> of the minutes",
    "The policy <review> starts in May.",
    "The <vote> was close.",
    "A show of <hands> followed.",
    "The <meeting> closed at nine.",
    "The <minutes> were approved.",
    "Our <records> are old.",
    "The <chair> thanked everyone.",
    "The <contact> in Rome left.",
    "The <move> to Geneva was costly.",
    "We need <volunteers> for the stall.",
    "The <schedule> is full.",
    "Send the <list> to Bo.",
    "The <state> of play is unclear.",
    "Each <state> may appoint one expert.",
    "Travel <supports> are paid late.",
    "The proposal found <support>.",
    "The <update> on budget was noted.",
    "The next <call> is on Friday.",
    "Its <use> is free.",
];
const VERBS: &[&str] = &[
    "The Chair <invites> all members to comment.",
    "Ana <edits> the newsletter.",
    "Staff will <report> in May.",
    "Please <report> any fault.",
    "They <report> to the Board.",
    "The Board <requests> that the clerk write.",
    "<Requests> the Director to act.",
    "We <plan> to meet.",
    "Members <plan> a fair.",
    "The group should <draft> a letter.",
    "<Review> the minutes.",
    "Everyone was asked to <vote>.",
    "Members <vote> by hand.",
    "The Council <votes> on Monday.",
    "<Meeting> the host was useful.",
    "The clerk <minutes> every call.",
    "He <records> the call.",
    "They will <chair> the session.",
    "<Contact> the host by Friday.",
    "It is time to <move> on.",
    "Ms. Lee <moves> to adopt the report.",
    "She <volunteers> at the archive.",
    "The team will <schedule> a call.",
    "We <list> the names below.",
    "The rules <state> that two must sign.",
    "The fund <supports> travel.",
    "Several members <support> the idea.",
    "<Update> the page.",
    "Please <update> us.",
    "Governments <call> for action.",
    "They <use> two rooms.",
];

/// Of those sixty, how many must be told right: what is gained is held.
const TOLD_RIGHT: usize = 56;

#[test]
fn nouns_and_verbs_of_one_form_are_told_apart() {
    let is_verb = |marked: &str| {
        let text = marked.replace(['<', '>'], "");
        let start = marked.find('<').unwrap();
        let sentence = LANGUAGE.read(&text);
        sentence.tokens.iter().find(|token| token.start as usize == start).unwrap().tag == Tag::Verb
    };
    let nouns = NOUNS.iter().filter(|marked| !is_verb(marked)).count();
    let verbs = VERBS.iter().filter(|marked| is_verb(marked)).count();
    println!("{nouns} of {} nouns, {verbs} of {} verbs told right", NOUNS.len(), VERBS.len());
    assert!(nouns + verbs >= TOLD_RIGHT, "{nouns} nouns, {verbs} verbs");
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
