//! Mentions: where in a sentence somebody who can act is named, and how a tracker would call them.

use super::lexicon::{is_function_word, is_line_mark, is_particle, is_topic_word, looks_like_a_name};
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
    let mut index = reader.behind_mark();
    if let Some(owner) = reader.line_owner(index) {
        index = owner.to;
        mentions.push(owner);
    }
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

/// The longest mark before the first word of a line, in words and signs: "[AP 3] -".
const MARK: usize = 8;

struct Reader<'r, 'w> {
    words: &'r Words<'w>,
    roster: &'r Roster,
    names: &'r Names,
}

impl Reader<'_, '_> {
    /// The first word behind the mark of a line: "ACTION RM: ...", "[AP 3] ...", "Action 12 (Chair): ..."; 0 where there is none.
    fn behind_mark(&self) -> usize {
        let words = self.words;
        let first = (0..MARK).find(|&at| words.shape(at) != Shape::Sign).unwrap_or(0);
        // "A.P. 2" as well as "AP 2".
        let dotted = |at: usize| {
            let a = words.lower(at) == "a" && words.lower(at + 1) == "." && words.is_glued(at + 2);
            let p = at >= 2 && matches!(words.lower(at), "p" | "i") && words.lower(at - 2) == "a" && words.is_glued(at);
            words.shape(at) == Shape::Initial && (a || p)
        };
        let is_mark = |at: usize| words.shape(at) != Shape::Lower && (is_line_mark(words.lower(at)) || dotted(at));
        if !is_mark(first) {
            return 0;
        }
        // A marked line shows it by a sign or a number close by, or by capitals throughout: "Action: ", "AP 4", "ACTION Chair".
        let shows = words.shape(first) == Shape::Capitals
            || (first + 1..first + 3).any(|at| matches!(words.shape(at), Shape::Number | Shape::Sign));
        if !shows {
            return 0;
        }
        let rest = (first..first + MARK).find(|&at| {
            !(is_mark(at)
                || matches!(words.shape(at), Shape::Sign | Shape::Number)
                || (at > first && is_line_mark(words.lower(at)) && words.shape(at) == Shape::Lower))
        });
        rest.unwrap_or(0)
    }

    /// "Legal to review", "RM: find out": one or two capitalised words that open a line and are followed by their task are somebody,
    /// known or not.
    fn line_owner(&self, from: usize) -> Option<Mention> {
        let words = self.words;
        let is_name = |at: usize| {
            matches!(words.shape(at), Shape::Capitalised | Shape::Capitals)
                && !is_function_word(words.lower(at))
                && verbs::class(words.lower(at)).is_none()
                && !self.roster.is_no_actor(words.written(at))
        };
        let to = (from..from + 3).find(|&at| !is_name(at))?;
        if to == from || self.at(from).is_some_and(|known| known.to >= to) {
            return None;
        }
        let task = to + 1 + usize::from(words.lower(to) == ":" && words.lower(to + 1) == "to");
        let assigns = match words.lower(to) {
            "to" => words.shape(to + 1) == Shape::Lower && verbs::is_human_act(words.lower(to + 1)),
            ":" => words.shape(task) == Shape::Lower && verbs::is_human_act(words.lower(task)),
            _ => false,
        };
        assigns.then(|| Mention { from, to, name: words.slice(from..to).to_owned(), doubtful: false })
    }

    /// "Everyone", "all" who are asked, "those present", "anyone interested": people without a name.
    fn collective(&self, at: usize) -> Option<(usize, String, bool)> {
        let words = self.words;
        let first = words.lower(at);
        match first {
            "everyone" | "everybody" => Some((at + 1, "everyone".to_owned(), false)),
            "anyone" | "anybody" | "those" | "whoever" | "all"
                if is_who(words.lower(at + 1)) && self.stands_alone(at + 2) =>
            {
                Some((at + 2, format!("{first} {}", words.lower(at + 1)), false))
            }
            "all" if words.lower(at + 1) == ":" || verbs::is_be(words.lower(at + 1)) || words.lower(at + 1) == "to" => {
                Some((at + 1, "all".to_owned(), false))
            }
            _ => None,
        }
    }

    /// Whether no noun stands at a word: "those interested in", but not "all interested Parties".
    fn stands_alone(&self, at: usize) -> bool {
        let lower = self.words.lower(at);
        self.words.shape(at) == Shape::Sign
            || verbs::is_preposition(lower)
            || verbs::is_auxiliary(lower)
            || verbs::is_adverb(lower)
            || verbs::class(lower).is_some()
    }

    /// The mention that starts at a word, articles and quantifiers included.
    fn at(&self, from: usize) -> Option<Mention> {
        if let Some((to, name, doubtful)) = self.collective(from) {
            return Some(Mention { from, to, name, doubtful });
        }
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
        // "Netherlands", "Sierra Leone": a name of the roster.
        if words.shape(to.saturating_sub(1)) == Shape::Capitalised
            && let Some(normal) = self.roster.normal(full)
            && self.noun_phrase(start).is_none()
        {
            return Some((to, normal.to_owned(), false));
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
            to = self.with_and(end);
        }
        to
    }

    /// "Trade, Industry and Competition" behind "Minister of": the portfolio goes on over commas and "and", as long as no actor,
    /// article or title follows.
    fn with_and(&self, to: usize) -> usize {
        let words = self.words;
        let mut end = to;
        for _ in 0..4 {
            let comma = words.lower(end) == ",";
            let joint = usize::from(comma) + usize::from(words.lower(end + usize::from(comma)) == "and");
            let next = end + joint;
            let goes_on = joint > 0
                && words.shape(next) == Shape::Capitalised
                && !self.roster.is_head(words.lower(next))
                && !self.roster.is_body(words.lower(next))
                && !self.roster.is_title(words.lower(next))
                && self.roster.normal(words.written(next)).is_none()
                && !is_function_word(words.lower(next));
            // A lone comma goes on only where "and" closes the list.
            let run = self.capital_run(next);
            if !goes_on || (comma && joint == 1 && !matches!(words.lower(run), "and" | ",")) {
                break;
            }
            end = run;
        }
        end
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

/// What makes "those" and "anyone" people who can be asked.
fn is_who(word: &str) -> bool {
    matches!(word, "present" | "attending" | "interested" | "wishing" | "concerned" | "willing")
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
