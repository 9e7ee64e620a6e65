//! Mentions: where in a sentence somebody who can act is named, and how a tracker would call them.

use super::names::Names;
use super::roster::Roster;
use super::verbs;
use crate::tag::words::{Shape, Words};

/// Somebody named in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// First word, articles and quantifiers included.
    pub from: usize,
    /// After the last word.
    pub to: usize,
    /// The name for trackers.
    pub name: String,
    /// A single capitalised word that may be a name: only a verb of people can tell.
    pub doubtful: bool,
}

/// All mentions of a sentence, in order, without overlap.
#[must_use]
pub fn all(words: &Words<'_>, roster: &Roster, names: &Names) -> Vec<Mention> {
    let reader = Reader { words, roster, names };
    let mut mentions: Vec<Mention> = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match reader.at(index) {
            Some(mention) => {
                index = mention.to.max(index + 1);
                mentions.push(mention);
            }
            None => index += 1,
        }
    }
    mentions
}

/// The longest name that is taken over as it stands, in words.
const LONGEST: usize = 12;

struct Reader<'r, 'w> {
    words: &'r Words<'w>,
    roster: &'r Roster,
    names: &'r Names,
}

impl Reader<'_, '_> {
    /// The mention that starts at a word, articles and quantifiers included.
    fn at(&self, from: usize) -> Option<Mention> {
        let core = self.skip_determiners(from);
        if core != from && self.words.shape(core) == Shape::Sign {
            return None;
        }
        self.person(core).or_else(|| self.noun_phrase(core)).map(|(to, name, doubtful)| Mention {
            from,
            to,
            name,
            doubtful,
        })
    }

    fn skip_determiners(&self, mut at: usize) -> usize {
        for _ in 0..3 {
            if matches!(
                self.words.lower(at),
                "the"
                    | "a"
                    | "an"
                    | "all"
                    | "its"
                    | "our"
                    | "their"
                    | "his"
                    | "her"
                    | "each"
                    | "every"
                    | "any"
                    | "some"
                    | "many"
                    | "several"
                    | "these"
                    | "those"
                    | "this"
                    | "both"
                    | "most"
                    | "no"
                    | "said"
                    | "two"
                    | "three"
                    | "four"
                    | "other"
                    | "such"
                    | "various"
                    | "few"
                    | "more"
                    | "respective"
                    | "relevant"
                    | "concerned"
                    | "new"
            ) {
                at += 1;
            } else {
                break;
            }
        }
        at
    }

    /// "Mr. Chengetai Masango", "Commissioner Alvarez", "Avri Doria", "K. Bares", or a first name that the report knows.
    fn person(&self, start: usize) -> Option<(usize, String, bool)> {
        let words = self.words;
        if !matches!(words.shape(start), Shape::Capitalised | Shape::Initial | Shape::Capitals) {
            return None;
        }
        let lower = words.lower(start);
        let first_title = self.title(start);
        let mut at = first_title.unwrap_or(start);
        while let Some(next) = self.title(at) {
            at = next;
        }
        let role_from = at;
        while self.is_role(at) && at < role_from + 4 {
            at += 1 + 2 * usize::from(words.lower(at + 1) == "-" && self.is_role(at + 2));
        }
        let name_from = at;
        let to = self.name_end(name_from);
        let parts = self.name_parts(name_from, to);
        if first_title.is_some() && parts >= 1 {
            let full = words.slice(name_from..to);
            let shown = if parts >= 2 { full.to_owned() } else { words.slice(start..to).to_owned() };
            return Some((to, self.names.full(full).map_or(shown, str::to_owned), false));
        }
        if name_from > role_from
            && parts >= 1
            && !self.roster.is_body(words.lower(to.saturating_sub(1)))
            && !self.roster.is_head(words.lower(name_from))
        {
            return Some((to, words.slice(start..to).to_owned(), false));
        }
        if name_from > role_from {
            return None;
        }
        let full = words.slice(name_from..to);
        if let Some(known) = self.names.full(full) {
            return Some((to, known.to_owned(), false));
        }
        let is_lexical = |index: usize| {
            let lower = words.lower(index);
            self.roster.is_head(lower)
                || self.roster.is_body(lower)
                || is_function_word(lower)
                || verbs::class(lower).is_some()
                || is_topic_word(lower)
        };
        // June, April, May and August are people too, in front of a second name.
        let is_month_name = matches!(lower, "june" | "april" | "may" | "august") && parts == 2 && to == start + 2;
        let lexical_from = name_from + usize::from(is_month_name);
        if (2..=4).contains(&parts)
            && to - name_from <= 8
            && !(lexical_from..to).any(is_lexical)
            && words.shape(name_from) != Shape::Capitals
        {
            let last_is_name = words.shape(to - 1) != Shape::Capitals;
            return last_is_name.then(|| (to, full.to_owned(), false));
        }
        // "Flavio will write ...": one capitalised word where a sentence starts.
        let alone = parts == 1 && words.shape(start) == Shape::Capitalised && to == start + 1;
        if alone
            && !is_lexical(start)
            && !self.roster.is_modifier(lower)
            && looks_like_a_name(lower)
            && !verbs::is_adverb(lower)
        {
            return Some((to, full.to_owned(), true));
        }
        None
    }

    /// "Mr.", "Ms", "H.E.": the index behind it.
    fn title(&self, at: usize) -> Option<usize> {
        let lower = self.words.lower(at);
        if lower == "h" && self.words.are(at, &["h", ".", "e"]) {
            return Some(at + 3 + usize::from(self.words.lower(at + 3) == "."));
        }
        if lower == "h" || !self.roster.is_title(lower) || self.words.shape(at) == Shape::Lower {
            return None;
        }
        let next = at + 1 + usize::from(self.words.lower(at + 1) == ".");
        let particle = is_particle(self.words.lower(next)) && self.words.shape(next + 1) == Shape::Capitalised;
        (particle || matches!(self.words.shape(next), Shape::Capitalised | Shape::Initial | Shape::Capitals))
            .then_some(next)
    }

    fn is_role(&self, at: usize) -> bool {
        let capital = self.words.shape(at) == Shape::Capitalised;
        capital
            && (self.roster.is_role(self.words.lower(at))
                || (matches!(
                    self.words.lower(at),
                    "vice" | "interim" | "acting" | "city" | "co" | "former" | "deputy"
                ) && matches!(self.words.shape(at + 1), Shape::Capitalised | Shape::Sign)))
    }

    /// End of a run of name words: capitals, initials with their full stops, particles, hyphens.
    fn name_end(&self, from: usize) -> usize {
        let words = self.words;
        let mut at = from;
        let mut end = from;
        while at < words.len() && at < from + LONGEST {
            match words.shape(at) {
                Shape::Capitalised | Shape::Capitals => {
                    // "St. Amour", "St.Amour".
                    let saint = words.lower(at) == "st" && words.lower(at + 1) == ".";
                    at += 1 + usize::from(saint);
                    end = at;
                }
                Shape::Initial => {
                    at += 1 + usize::from(
                        words.lower(at + 1) == "."
                            && matches!(words.shape(at + 2), Shape::Capitalised | Shape::Initial),
                    );
                    end = at;
                }
                Shape::Sign
                    if matches!(words.lower(at), "-" | "‑")
                        && words.is_glued(at)
                        && words.is_glued(at + 1)
                        && words.shape(at + 1) == Shape::Capitalised =>
                {
                    at += 1;
                }
                Shape::Lower if (end > from || at == from) && is_particle(words.lower(at)) => {
                    at += 1;
                }
                _ => break,
            }
        }
        end
    }

    fn name_parts(&self, from: usize, to: usize) -> usize {
        (from..to)
            .filter(|&index| matches!(self.words.shape(index), Shape::Capitalised | Shape::Initial | Shape::Capitals))
            .count()
    }

    /// A body, an acronym, or a noun phrase whose head is somebody: "the Host Country organizing team", "interested members".
    fn noun_phrase(&self, start: usize) -> Option<(usize, String, bool)> {
        let words = self.words;
        let mut at = start;
        let mut head: Option<usize> = None;
        while at < words.len() && at < start + LONGEST {
            let lower = words.lower(at);
            let shape = words.shape(at);
            if shape == Shape::Sign {
                let joins = matches!(lower, "-" | "‑" | "/" | "&")
                    && at > start
                    && (words.is_glued(at) || lower == "&")
                    && at + 1 < words.len();
                if !joins || words.shape(at + 1) == Shape::Sign {
                    break;
                }
                at += 1;
                continue;
            }
            if shape == Shape::Number {
                break;
            }
            let is_first_of_sentence = at == start && self.starts_sentence(at);
            let compound_head = self.roster.is_head(lower)
                || (words.lower(at + 1) == "-"
                    && words.is_glued(at + 1)
                    && words.is_glued(at + 2)
                    && self.roster.is_head(words.slice(at..at + 3).to_ascii_lowercase().as_str()));
            if shape == Shape::Capitals && !self.roster.is_no_actor(words.written(at)) {
                head = Some(at);
                at += 1;
                continue;
            }
            if shape == Shape::Capitals {
                at += 1;
                continue;
            }
            if shape != Shape::Lower && self.roster.is_body(lower) {
                head = Some(at);
                at += 1;
                continue;
            }
            if compound_head {
                let hyphen = words.lower(at + 1) == "-"
                    && words.is_glued(at + 1)
                    && words.is_glued(at + 2)
                    && !self.roster.is_head(lower);
                at += if hyphen { 3 } else { 1 };
                head = Some(at - 1);
                continue;
            }
            let capital_part = shape != Shape::Lower
                && !is_function_word(lower)
                && !(is_first_of_sentence && (verbs::class(lower).is_some() || verbs::is_adverb(lower)));
            if capital_part || self.roster.is_modifier(lower) {
                at += 1;
                continue;
            }
            break;
        }
        let head = head?;
        let mut to = head + 1;
        // What follows the head and was read as a modifier belongs to another word: "MAG working methods".
        let followed_by_noun = words.shape(to) == Shape::Lower && !may_follow(words, to);
        if followed_by_noun {
            return None;
        }
        // "point", "force", "lead" need their modifier; alone they are things and verbs.
        if head == start
            && words.shape(head) == Shape::Lower
            && matches!(
                words.lower(head),
                "point"
                    | "points"
                    | "force"
                    | "lead"
                    | "leads"
                    | "focal"
                    | "host"
                    | "fund"
                    | "state"
                    | "states"
                    | "network"
                    | "networks"
                    | "unit"
                    | "mission"
                    | "conference"
                    | "initiatives"
                    | "country"
                    | "city"
                    | "party"
                    | "editorial"
                    | "deputy"
                    | "branch"
                    | "chair"
                    | "body"
            )
            && self.words.lower(start.wrapping_sub(1)) != "the"
        {
            return None;
        }
        to = self.with_of(to, head);
        let name = self.shown(start, to);
        Some((to, name, false))
    }

    /// "Committee on the Peaceful Uses of Outer Space", "Department of Operational Support", "Chair of the MAG".
    fn with_of(&self, mut to: usize, head: usize) -> usize {
        let words = self.words;
        // "heads of department", "heads of delegation".
        if matches!(words.lower(head), "head" | "heads")
            && words.lower(to) == "of"
            && matches!(
                words.lower(to + 1),
                "department" | "delegation" | "state" | "unit" | "mission" | "school" | "section"
            )
        {
            return to + 2;
        }
        if words.shape(head) == Shape::Lower {
            // "members of the MAG", "representatives of the Host Country".
            if words.lower(to) == "of" {
                let next = to + 1 + usize::from(words.lower(to + 1) == "the");
                let end = self.capital_run(next);
                if end > next
                    && (next..end)
                        .any(|index| words.shape(index) == Shape::Capitals || self.roster.is_body(words.lower(index)))
                {
                    return end;
                }
            }
            return to;
        }
        for _ in 0..3 {
            if !matches!(words.lower(to), "of" | "on" | "for") {
                break;
            }
            let next = to + 1 + usize::from(words.lower(to + 1) == "the");
            let end = self.capital_run(next);
            if end == next || super::super::deadlines::is_month_or_day(words, next) {
                break;
            }
            to = end;
        }
        to
    }

    fn capital_run(&self, from: usize) -> usize {
        (from..from + 6)
            .find(|&index| {
                !matches!(self.words.shape(index), Shape::Capitalised | Shape::Capitals)
                    || is_function_word(self.words.lower(index))
            })
            .unwrap_or(from + 6)
    }

    /// The name for trackers: the normal one, else the words as they stand, small at the start where a sentence made it big.
    fn shown(&self, from: usize, to: usize) -> String {
        let written = self.words.slice(from..to);
        if let Some(normal) = self.roster.normal(written) {
            return normal.to_owned();
        }
        let first = self.words.lower(from);
        let small = self.starts_sentence(from)
            && self.words.shape(from) == Shape::Capitalised
            && (self.roster.is_head(first) || self.roster.is_modifier(first))
            && !self.roster.is_body(first)
            && (from + 1..to).all(|index| matches!(self.words.shape(index), Shape::Lower | Shape::Sign));
        if small { format!("{}{}", first, written.get(first.len()..).unwrap_or("")) } else { written.to_owned() }
    }

    fn starts_sentence(&self, at: usize) -> bool {
        at == 0 || matches!(self.words.lower(at - 1), ";" | ":" | "." | "]" | "[" | "•" | "(" | "\"" | "“")
    }
}

/// Small words within surnames: "van", "de", "bin".
fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "van"
            | "von"
            | "de"
            | "der"
            | "den"
            | "da"
            | "di"
            | "del"
            | "dos"
            | "la"
            | "le"
            | "bin"
            | "ibn"
            | "al"
            | "el"
            | "ten"
            | "ter"
    )
}

/// Small words that may stand behind a noun phrase; anything else in small letters makes it a mere modifier of the next noun.
fn may_follow(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    is_function_word(lower)
        || verbs::class(lower).is_some()
        || verbs::is_auxiliary(lower)
        || verbs::is_adverb(lower)
        || verbs::is_preposition(lower)
        || verbs::opens_clause(lower)
        || verbs::is_human_act(lower)
        || is_verb_like(words, at)
}

/// A verb form by its looks: "members identified", "the Secretariat continues", "the group review" has none.
fn is_verb_like(words: &Words<'_>, at: usize) -> bool {
    let lower = words.lower(at);
    let ends = lower.ends_with("ed") || lower.ends_with("ing") || (lower.ends_with('s') && !lower.ends_with("ss"));
    let next = words.lower(at + 1);
    let object = matches!(
        next,
        "the"
            | "a"
            | "an"
            | "its"
            | "their"
            | "that"
            | "to"
            | "this"
            | "these"
            | "all"
            | "any"
            | "on"
            | "with"
            | "up"
            | "for"
            | "in"
            | "at"
            | "how"
            | "whether"
            | "and"
            | "such"
            | "more"
            | "it"
            | "his"
            | "her"
            | "no"
    );
    ends && !lower.ends_with("meetings") && !lower.ends_with("ings") || object
}

/// Words that are never part of a name, however they are written.
fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "and"
            | "or"
            | "but"
            | "nor"
            | "if"
            | "when"
            | "while"
            | "as"
            | "since"
            | "because"
            | "that"
            | "this"
            | "these"
            | "those"
            | "it"
            | "its"
            | "he"
            | "she"
            | "they"
            | "we"
            | "i"
            | "you"
            | "our"
            | "their"
            | "his"
            | "her"
            | "there"
            | "here"
            | "what"
            | "which"
            | "who"
            | "whom"
            | "whose"
            | "how"
            | "why"
            | "where"
            | "all"
            | "each"
            | "any"
            | "some"
            | "many"
            | "most"
            | "both"
            | "no"
            | "not"
            | "other"
            | "others"
            | "such"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "to"
            | "of"
            | "during"
            | "after"
            | "before"
            | "under"
            | "over"
            | "until"
            | "between"
            | "among"
            | "about"
            | "into"
            | "through"
            | "within"
            | "without"
            | "upon"
            | "following"
            | "regarding"
            | "concerning"
            | "despite"
            | "given"
            | "further"
            | "furthermore"
            | "moreover"
            | "however"
            | "therefore"
            | "thus"
            | "also"
            | "additionally"
            | "finally"
            | "first"
            | "second"
            | "third"
            | "fourth"
            | "fifth"
            | "then"
            | "once"
            | "action"
            | "actions"
            | "option"
            | "item"
            | "items"
            | "step"
            | "please"
            | "let"
            | "effective"
            | "subject"
            | "yes"
            | "do"
            | "does"
            | "having"
            | "being"
            | "noting"
            | "recalling"
            | "taking"
            | "considering"
            | "while's"
            | "so"
            | "only"
            | "another"
            | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "decision"
            | "recommendation"
            | "recommendations"
            | "nothing"
            | "everyone"
            | "someone"
            | "everybody"
            | "motion"
            | "resolution"
            | "proposal"
            | "proposals"
            | "discussion"
            | "next"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "has"
            | "have"
            | "had"
            | "will"
            | "shall"
            | "should"
            | "would"
            | "could"
            | "can"
            | "may"
            | "must"
            | "although"
            | "though"
            | "unless"
            | "whether"
            | "once's"
            | "participation"
            | "them"
            | "us"
            | "him"
            | "me"
            | "together"
            | "instead"
            | "otherwise"
            | "later"
            | "today"
            | "tomorrow"
            | "yesterday"
            | "again"
            | "new"
    )
}

/// Capitalised words of topics, places of time and documents: two of them in a row are no person.
fn is_topic_word(word: &str) -> bool {
    matches!(
        word,
        "internet"
            | "governance"
            | "annual"
            | "meeting"
            | "meetings"
            | "report"
            | "reports"
            | "agenda"
            | "summary"
            | "virtual"
            | "open"
            | "call"
            | "working"
            | "work"
            | "plan"
            | "annex"
            | "section"
            | "chapter"
            | "article"
            | "paragraph"
            | "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "north"
            | "south"
            | "east"
            | "west"
            | "street"
            | "avenue"
            | "road"
            | "park"
            | "house"
            | "hall"
            | "act"
            | "bill"
            | "code"
            | "general"
            | "special"
            | "main"
            | "session"
            | "sessions"
            | "day"
            | "best"
            | "practice"
            | "dynamic"
            | "national"
            | "regional"
            | "global"
            | "world"
            | "international"
            | "european"
            | "african"
            | "american"
            | "asian"
            | "united"
            | "nations"
            | "convention"
            | "agreement"
            | "protocol"
            | "treaty"
            | "charter"
            | "budget"
            | "draft"
            | "final"
            | "policy"
            | "programme"
            | "program"
            | "project"
            | "strategy"
            | "framework"
            | "guidelines"
            | "terms"
            | "reference"
            | "minutes"
            | "closed"
            | "public"
            | "school"
            | "island"
            | "bay"
            | "lake"
            | "river"
            | "city"
            | "town"
            | "paris"
            | "geneva"
            | "new"
            | "york"
            | "human"
            | "rights"
            | "security"
            | "peace"
            | "development"
            | "sustainable"
            | "goals"
            | "climate"
            | "technology"
            | "space"
            | "ordinance"
            | "measure"
            | "phase"
            | "table"
            | "figure"
            | "appendix"
            | "document"
            | "version"
            | "consent"
            | "calendar"
            | "zoom"
            | "webex"
            | "christmas"
            | "easter"
            | "english"
            | "french"
            | "spanish"
            | "arabic"
            | "russian"
            | "chinese"
            | "capacity"
            | "building"
            | "best-practice"
            | "intersessional"
            | "stakeholder"
            | "stakeholders"
            | "multi-stakeholder"
            | "multistakeholder"
            | "web"
            | "online"
    )
}

/// Endings of common nouns tell them from first names: "Interpretation will", "Comments should".
fn looks_like_a_name(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ion", "ions", "ment", "ments", "ness", "ity", "ies", "ing", "ings", "ance", "ence", "ship", "ism", "day",
        "ure", "ures", "age", "ages", "ure", "ers", "ors", "ics", "ants", "ents", "ees", "ts", "ds", "ks", "ps", "ns",
        "ls", "ms", "gs", "ys", "ces", "ses", "ges", "ed", "ously", "ful", "less", "ive", "ous", "ary", "ory", "work",
        "line", "form", "load", "port", "back", "put", "wards", "while", "ever", "thing", "ial", "ual", "nal",
    ];
    word.len() >= 3 && word.is_ascii() && !ENDINGS.iter().any(|ending| word.ends_with(ending)) && !is_plain_word(word)
}

/// Short everyday nouns, verbs in the imperative and adjectives that open sentences.
fn is_plain_word(word: &str) -> bool {
    matches!(
        word,
        "add"
            | "ask"
            | "bring"
            | "build"
            | "change"
            | "check"
            | "choose"
            | "collect"
            | "compile"
            | "complete"
            | "conduct"
            | "contact"
            | "continue"
            | "create"
            | "define"
            | "deliver"
            | "design"
            | "develop"
            | "discuss"
            | "draft"
            | "encourage"
            | "engage"
            | "ensure"
            | "establish"
            | "evaluate"
            | "examine"
            | "explore"
            | "find"
            | "finalize"
            | "finalise"
            | "follow"
            | "gather"
            | "give"
            | "help"
            | "hold"
            | "identify"
            | "implement"
            | "improve"
            | "include"
            | "increase"
            | "inform"
            | "invite"
            | "keep"
            | "make"
            | "organize"
            | "organise"
            | "plan"
            | "post"
            | "prepare"
            | "present"
            | "promote"
            | "propose"
            | "provide"
            | "publish"
            | "raise"
            | "reach"
            | "reduce"
            | "remove"
            | "request"
            | "review"
            | "revise"
            | "schedule"
            | "seek"
            | "send"
            | "set"
            | "share"
            | "start"
            | "strengthen"
            | "submit"
            | "take"
            | "translate"
            | "update"
            | "upload"
            | "use"
            | "work"
            | "write"
            | "webex"
            | "zoom"
            | "time"
            | "access"
            | "input"
            | "support"
            | "text"
            | "data"
            | "more"
            | "less"
            | "special"
            | "ideally"
            | "overall"
            | "even"
            | "still"
            | "good"
            | "great"
            | "clear"
            | "open"
            | "free"
            | "big"
            | "small"
            | "public"
            | "remote"
            | "local"
            | "global"
            | "national"
            | "regional"
            | "annual"
            | "water"
            | "traffic"
            | "council's"
            | "money"
            | "people"
            | "food"
            | "health"
            | "youth"
            | "women"
            | "men"
            | "children"
            | "gender"
            | "advice"
            | "notice"
            | "space"
            | "place"
            | "date"
            | "price"
            | "value"
            | "rule"
            | "issue"
            | "case"
            | "role"
            | "theme"
            | "title"
            | "list"
            | "page"
            | "site"
            | "note"
            | "vote"
            | "budget"
            | "agenda"
            | "doodle"
            | "further"
            | "whenever"
            | "perhaps"
            | "maybe"
            | "therefore"
            | "internet"
            | "consensus"
            | "despite"
            | "like"
            | "unlike"
            | "move"
            | "moved"
            | "given"
            | "hence"
            | "instead"
            | "language"
            | "interim"
            | "approve"
            | "approval"
            | "adopt"
            | "endorse"
            | "note's"
            | "emphasis"
            | "progress"
            | "focus"
            | "europe"
            | "africa"
            | "asia"
            | "google"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "january"
            | "february"
            | "article"
            | "annex"
            | "table"
            | "figure"
            | "chapter"
            | "rent"
            | "transit"
            | "bicycle"
    )
}
