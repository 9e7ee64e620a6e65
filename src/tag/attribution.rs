//! Whose position an item is: the body by consensus, the Secretariat, a person, "some members". "Some suggested" must never look
//! like the body's decision; where nobody can be named, nobody is.

use super::actors::Roster;
use super::actors::roles::Position;
use super::rules::Rule;
use crate::language::Language;
use crate::model::Kind;

/// The holder of an item, given whose position the clause tells.
#[must_use]
pub(crate) fn held_by(
    rule: Option<&Rule>,
    position: Option<Position>,
    body: Option<&str>,
    roster: &Roster,
    language: &Language,
) -> Option<String> {
    let rule = rule?;
    let body = || body.map(|body| roster.normal(body).unwrap_or(body).to_owned());
    let decides = rule.kind.item() == Some(Kind::Decision);
    match rule.held_by.as_deref()? {
        "body" if !decides => body(),
        "body" | "subject" | "speaker" => match position {
            Some(Position::Of(names)) => {
                let own = body().filter(|body| {
                    names.len() == 1 && names.iter().all(|name| is_itself(name, body, decides, language))
                });
                own.or_else(|| Some(names.join(" and ")))
            }
            Some(Position::Some(many)) => Some(many),
            Some(Position::OfBody) => body(),
            None => decides.then(body).flatten(),
        },
        name => Some(name.to_owned()),
    }
}

/// The longest way in which those who meet are called together: "all of the members".
const MOST_WORDS: usize = 4;

/// Whether a report means its own body by a name: "the Committee" in that of the "Committee on Bells", "the meeting", "members".
fn is_itself(name: &str, body: &str, decides: bool, language: &Language) -> bool {
    let sentence = language.glance(name);
    let class = |class: &str| {
        let class = language.lexicon().class(class).unwrap_or_default();
        move |token: &crate::language::Token| token.other_classes.meets(class)
    };
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let whole = body.to_lowercase();
    let within = words.iter().all(|word| whole.split([' ', '-']).any(|part| part == word));
    let together = sentence.tokens.last().is_some_and(|last| class("present")(last) || class("occasion")(last));
    // An acronym does not say what it stands for: whatever kind of body is named alone is taken for it.
    let unnamed = !language.glance(body).tokens.iter().any(class("body"));
    let organ =
        sentence.tokens.len() == 1 && sentence.tokens.iter().all(class("body")) && name.starts_with(char::is_uppercase);
    let plain = sentence.tokens.len() <= MOST_WORDS
        && words.iter().all(|word| !word.chars().any(|letter| letter.is_ascii_digit()));
    // "Members agreed" is the body's, "members were of the opinion" theirs.
    within || decides && plain && together || unnamed && organ
}
