//! Words of a question that name a kind, a field, or the sort of answer that is looked for.

use super::data::{PlainWords, WORDS};

/// What the words of a question ask for besides its subject.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// Conditions as a query writes them: `kind:decision`.
    pub fields: Vec<String>,
    /// What the answer is likely to hold: `figure`, `day`, `reason`; and words that it is likely in.
    pub expected: Option<(String, Vec<String>)>,
    /// Places of the words that were read so.
    pub taken: Vec<usize>,
    /// Places of words that say how the answer is to look ("how long"), and nothing of its subject.
    pub sort: Vec<usize>,
    /// Places of the words that name who decided: "what did THE BOARD decide about berths".
    pub holder: std::ops::Range<usize>,
}

/// What folded words ask for. `is_question`: they are a question, not words of a subject.
pub(super) fn asked(folded: &[&str], is_question: bool) -> Asked {
    let words: &PlainWords = &WORDS;
    let mut found = Asked::default();
    let names_items = is_question && !folded.first().is_some_and(|first| OTHER_QUESTIONS.contains(first));
    let mut at = 0;
    while at < folded.len() {
        let here = folded.get(at..).unwrap_or_default();
        let is_denied = at > 0 && folded.get(at.saturating_sub(2)..at).is_some_and(|before| before.contains(&"not"));
        let cue = words
            .cues
            .iter()
            .find(|cue| (names_items || cue.in_keywords && !is_question) && starts_with(here, &cue.words));
        if let Some(cue) = cue {
            // What was not decided is no decision.
            if !is_denied && !found.fields.contains(&cue.field) {
                found.fields.push(cue.field.clone());
            }
            found.taken.extend(at..at + cue.words.len());
        }
        if is_question
            && found.expected.is_none()
            && let Some(entry) = words.expected.iter().find(|entry| starts_with(here, &entry.words))
        {
            found.expected = Some((entry.holds.clone(), entry.words_of_answer.clone()));
            found.sort.extend(at..at + entry.words.len());
            let belongs = |(_, word): &(usize, &&str)| entry.with.iter().any(|with| with == **word);
            found.sort.extend(folded.iter().enumerate().filter(belongs).map(|(at, _)| at));
        }
        at += 1;
    }
    if is_question {
        found.holder = holder(folded, &found.taken);
    }
    found
}

/// Questions of time, place, manner and reason: "how long until it is approved" asks for no decision.
const OTHER_QUESTIONS: &[&str] =
    &["how", "when", "where", "why", "is", "are", "can", "should", "may", "must", "does", "do"];

/// Auxiliaries that stand before who decided in a question.
const AUXILIARIES: &[&str] = &["did", "does", "do", "has", "have", "had", "will", "is", "was", "were"];
/// Verbs that only carry a noun: "what recommendations did the board make on berths".
const CARRIERS: &[&str] =
    &["make", "made", "take", "taken", "reach", "reached", "pass", "passed", "give", "given", "issue", "issued"];

/// The words between the auxiliary and the verb, where something follows the verb: the subject is what follows.
fn holder(folded: &[&str], taken: &[usize]) -> std::ops::Range<usize> {
    let Some(auxiliary) = folded.iter().position(|word| AUXILIARIES.contains(word)) else { return 0..0 };
    let verb = taken.iter().copied().find(|at| *at > auxiliary).or_else(|| {
        let carrier = folded.iter().skip(auxiliary + 1).position(|word| CARRIERS.contains(word));
        carrier.filter(|_| !taken.is_empty()).map(|at| auxiliary + 1 + at)
    });
    let Some(verb) = verb else { return 0..0 };
    let follows = folded.iter().skip(verb + 1).any(|word| !WORDS.is_stop(word));
    if follows { auxiliary + 1..verb } else { 0..0 }
}

fn starts_with(here: &[&str], words: &[String]) -> bool {
    words.len() <= here.len() && words.iter().zip(here).all(|(wanted, word)| wanted == word)
}
