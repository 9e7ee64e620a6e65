//! A text into tokens: words with their hyphens, numbers with their points, addresses whole, every other mark by itself; "Ana's",
//! "didn't", "we'll" in two.

use super::lexicon::Lexicon;
use super::morphology;
use super::token::{Tag, Token, VerbForm};
use super::word::Word;

/// The tokens of a text, with all that their words can be.
pub(crate) fn tokens(text: &str, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 2);
    let mut lower = String::new();
    let mut at = 0;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let end = if character.is_alphanumeric() || is_clitic(text, at, &tokens) {
            word_end(text, at)
        } else {
            at + character.len_utf8()
        };
        if !character.is_whitespace() {
            add(text, at, end, character, lexicon, &mut lower, &mut tokens);
        }
        at = end;
    }
    join_compounds(&mut tokens, lexicon);
    tokens
}

fn add(
    text: &str,
    start: usize,
    end: usize,
    first: char,
    lexicon: &Lexicon,
    lower: &mut String,
    tokens: &mut Vec<Token>,
) {
    let Some(word) = text.get(start..end) else { return };
    if !first.is_alphanumeric() && !is_apostrophe(first) || word.chars().all(is_apostrophe) {
        let mark = match first {
            '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}' => b'"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
            c if c.is_ascii() => u8::try_from(c).unwrap_or(b'?'),
            _ => b'?',
        };
        if mark == b'.' && ends_title(text, start, tokens, lexicon) {
            if let Some(title) = tokens.last_mut() {
                title.end = u32::try_from(end).unwrap_or(u32::MAX);
            }
            return;
        }
        tokens.push(token(start, end, Word { could: Tag::Mark.bit(), ..Word::default() }, mark));
        return;
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        tokens.push(token(start, end, Word { could: Tag::Number.bit(), ..Word::default() }, b'0'));
        return;
    }
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().flat_map(char::to_lowercase).map(|c| if is_apostrophe(c) { '\'' } else { c }));
    }
    let capital = first.is_uppercase();
    let mut made = token(start, end, look_up(lower, capital, lexicon), 0);
    made.titled = made.other_classes.meets(lexicon.grammar.titled);
    made.capital = capital;
    made.upper = capital && word.len() > 1 && !word.contains(char::is_lowercase);
    tokens.push(made);
}

fn token(start: usize, end: usize, word: Word, mark: u8) -> Token {
    let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Token {
        start: small(start),
        end: small(end),
        tag: Tag::Mark,
        could: word.could,
        form: VerbForm::Base,
        forms: word.forms,
        lemma: 0,
        surface: word.surface,
        classes: word.other_classes,
        verb_classes: word.verb_classes,
        other_classes: word.other_classes,
        verb_lemma: word.verb_lemma,
        other_lemma: word.other_lemma,
        titled: false,
        capital: false,
        upper: false,
        mark,
    }
}

fn look_up(lower: &str, capital: bool, lexicon: &Lexicon) -> Word {
    if let Some(word) = lexicon.word(lower) {
        let mut word = *word;
        let listed = word.verb_lemma != 0 || word.other_lemma != 0;
        if capital && !listed {
            word.could |= Tag::Proper.bit();
        }
        if capital && word.could & (Tag::Noun.bit() | Tag::Plural.bit()) == 0 && word.could & Tag::Verb.bit() != 0 {
            word.could |= Tag::Proper.bit();
        }
        return word;
    }
    // "pre-approved", "co-author": the last part says what the word is.
    if let Some(word) = lower.rsplit_once('-').and_then(|(_, last)| lexicon.word(last)) {
        return *word;
    }
    if lower.starts_with('\'') {
        return Word::default();
    }
    let mut word = morphology::guess(lower, capital);
    // "prioritised" where only "prioritize" is listed.
    if let Some(at) = lower.rfind("is")
        && let (Some(head), Some(tail)) = (lower.get(..at), lower.get(at + 2..))
        && let Some(known) = lexicon.word(&format!("{head}iz{tail}"))
    {
        word = *known;
    }
    word
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}')
}

/// The longest title that is written with a point, in bytes: "Messrs".
const MAX_TITLE: usize = 6;

/// Whether a point belongs to the title before it: "Mr. Knox", "Prof. Diallo".
fn ends_title(text: &str, point: usize, tokens: &[Token], lexicon: &Lexicon) -> bool {
    let title = |token: &Token| {
        let short = (token.end - token.start) as usize <= MAX_TITLE;
        token.capital && short && token.end as usize == point && token.other_classes.meets(lexicon.grammar.title)
    };
    let name = text.get(point + 1..).is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase));
    name && tokens.last().is_some_and(title)
}

/// Endings that are words of their own.
const CLITICS: &[&str] = &["'s", "'ll", "'ve", "'re", "'d", "'m"];

/// Whether "'s", "'ll" or "n't" begins here, at the end of a word.
fn is_clitic(text: &str, at: usize, tokens: &[Token]) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    rest.starts_with(is_apostrophe)
        && tokens.last().is_some_and(|token| token.end as usize == at && token.mark == 0)
        && clitic(rest).is_some()
}

/// The length of the clitic that a text begins with.
fn clitic(rest: &str) -> Option<usize> {
    let quote = rest.chars().next().filter(|c| is_apostrophe(*c))?.len_utf8();
    let tail = rest.get(quote..)?;
    CLITICS.iter().find_map(|clitic| {
        let letters = clitic.get(1..)?;
        let found = tail.get(..letters.len())?.eq_ignore_ascii_case(letters);
        let ends = !tail.get(letters.len()..)?.starts_with(char::is_alphanumeric);
        (found && ends).then_some(quote + letters.len())
    })
}

fn word_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    if let Some(length) = clitic(rest) {
        return start + length;
    }
    if is_negation(rest) {
        return start + rest.find(['t', 'T']).map_or(1, |at| at + 1);
    }
    if rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.") {
        let length =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']')).unwrap_or(rest.len());
        return start
            + rest.get(..length).map_or(length, |address| address.trim_end_matches(['.', ',', ';', ':']).len());
    }
    let digit_first = rest.starts_with(|c: char| c.is_ascii_digit());
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let joins = next.is_some_and(char::is_alphanumeric);
        let here = start + at;
        let goes_on = match character {
            c if c.is_alphanumeric() => {
                !(c == 'n' || c == 'N') || at == 0 || !is_negation(rest.get(at..).unwrap_or_default())
            }
            '-' | '\u{2010}' | '\u{2011}' | '_' | '@' => joins,
            '.' => {
                joins
                    && (digit_first
                        || is_abbreviation(rest, at)
                        || rest.get(..at).is_some_and(|word| word.contains('@')))
            }
            ',' | ':' => digit_first && next.is_some_and(|c| c.is_ascii_digit()),
            '\'' | '\u{2019}' => joins && clitic(rest.get(at..).unwrap_or_default()).is_none(),
            _ => false,
        };
        if !goes_on {
            // "U.S.", "p.m.": the last point is part of the word.
            let point = character == '.' && !digit_first && is_abbreviation(rest, at);
            return if at == 0 {
                here + character.len_utf8()
            } else if point {
                here + 1
            } else {
                here
            };
        }
    }
    text.len()
}

/// "n't" at the end of a word.
fn is_negation(rest: &str) -> bool {
    let mut characters = rest.chars();
    characters.next().is_some_and(|c| matches!(c, 'n' | 'N'))
        && characters.next().is_some_and(is_apostrophe)
        && characters.next().is_some_and(|c| matches!(c, 't' | 'T'))
        && !characters.next().is_some_and(char::is_alphanumeric)
}

/// Whether the word before a point is of single letters: "U.S", "p.m".
fn is_abbreviation(rest: &str, at: usize) -> bool {
    let word = rest.get(..at).unwrap_or_default();
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1)
        || word.chars().count() == 1 && rest.get(at + 1..).is_some_and(|tail| tail.chars().nth(1) == Some('.'))
}

/// How many words may stand between a verb and its particle: "put the names forward".
const PARTICLE_REACH: usize = 4;

/// Gives words that belong together the classes of what they mean together.
fn join_compounds(tokens: &mut [Token], lexicon: &Lexicon) {
    for at in 0..tokens.len() {
        let Some(first) = tokens.get(at).copied() else { return };
        for lemma in [first.verb_lemma, first.other_lemma] {
            if lemma == 0 {
                continue;
            }
            for compound in lexicon.compounds(lemma) {
                let Some(end) = compound_end(tokens, at, &compound.rest, compound.verb) else { continue };
                let place = if compound.verb { at } else { end };
                let Some(token) = tokens.get_mut(place) else { continue };
                if compound.verb {
                    token.verb_classes = token.verb_classes.and(compound.classes);
                } else {
                    token.other_classes = token.other_classes.and(compound.classes);
                }
            }
        }
    }
}

/// The last token of a compound that begins at a token.
fn compound_end(tokens: &[Token], at: usize, rest: &[u32], verb: bool) -> Option<usize> {
    let is = |place: usize, lemma: u32| {
        tokens.get(place).is_some_and(|token| token.other_lemma == lemma || token.verb_lemma == lemma)
    };
    if rest.iter().enumerate().all(|(nth, lemma)| is(at + 1 + nth, *lemma)) {
        return Some(at + rest.len());
    }
    let [particle] = rest else { return None };
    if !verb {
        return None;
    }
    let mut reach = (at + 2)..(at + 2 + PARTICLE_REACH).min(tokens.len());
    let between = |place: &usize| {
        tokens.get(at + 1..*place).is_some_and(|gap| {
            gap.iter().all(|token| {
                token.mark == 0
                    && token.could & Tag::Verb.bit() == 0
                    && token.could & (Tag::Preposition.bit() | Tag::To.bit()) == 0
            })
        })
    };
    reach.find(|place| is(*place, *particle)).filter(between)
}
