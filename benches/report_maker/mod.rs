//! Reports out of templates and word lists, in the style of meeting reports and in words of their own: a corpus of any
//! size for benches. The same seed gives the same corpus.

use minutebook::internals::model::{
    Anchor, Block, BlockType, Document, Force, Item, Kind, Meta, Source, TaggedDocument, document,
};
use rand::prelude::*;
use rand::rngs::SmallRng;

const ACTORS: &[&str] = &[
    "the Secretariat",
    "the Chair",
    "the working group",
    "the co-facilitators",
    "the host country",
    "the drafting team",
    "members from the technical community",
    "the youth coalition",
    "the regional initiatives",
    "the programme committee",
];
const TOPICS: &[&str] = &[
    "newcomers",
    "workshop proposals",
    "the main session",
    "capacity building",
    "remote participation",
    "travel support",
    "the trust fund",
    "best practice forums",
    "dynamic coalitions",
    "policy options",
    "the thematic tracks",
    "the opening ceremony",
    "the parliamentary roundtable",
    "data governance",
    "cybersecurity",
    "accessibility",
    "connectivity in remote areas",
    "the evaluation criteria",
    "the multi-stakeholder approach",
    "the village booths",
    "interpretation",
    "the mailing list",
    "the renewal of members",
    "the annual report",
    "gender balance",
];
const VERBS: &[&str] =
    &["circulate", "finalise", "review", "publish", "prepare", "translate", "summarise", "update", "merge", "present"];
const THINGS: &[&str] = &[
    "a short paper",
    "the draft agenda",
    "the list of proposals",
    "a note on lessons learned",
    "the timeline",
    "the terms of reference",
    "guidelines for moderators",
    "the budget",
    "a survey of participants",
    "the shared document",
];
const PLACES: &[&str] = &[
    "Several members felt that",
    "It was noted that",
    "One participant recalled that",
    "In the discussion it emerged that",
    "Speaking remotely, a member said that",
    "Following up on earlier calls,",
    "There was a broad sense that",
];
const TAILS: &[&str] = &[
    "given the little time that remains before the annual meeting",
    "so that every region can take part on equal terms",
    "as the last round had shown how quickly such lists grow",
    "without adding to the work of the organisers",
    "because the rooms hold fewer people than in other years",
    "and the results will be posted for comment",
    "while keeping the door open for proposals that come late",
    "in line with what the consultations had asked for",
];
const CATEGORIES: &[&str] = &[
    "funding",
    "outcomes",
    "intersessional-work",
    "stakeholder-engagement",
    "mag-structure-methods",
    "secretariat-process",
];
const BODIES: &[&str] = &["MAG", "WG-IMP", "NRI", "EC", "DC", "CSTD"];
const SECTIONS: &[&str] = &[
    "Opening",
    "Adoption of the agenda",
    "Programme",
    "Intersessional work",
    "Outreach",
    "Any other business",
    "Next steps",
];

/// Paragraphs of one report.
pub const PARAGRAPHS: usize = 75;

/// Makes reports one after the other.
pub struct ReportMaker {
    random: SmallRng,
    names: Vec<String>,
    made: usize,
}

impl ReportMaker {
    pub fn new(seed: u64) -> Self {
        let mut random = SmallRng::seed_from_u64(seed);
        let names = (0..30_000).map(|_| name(&mut random)).collect();
        Self { random, names, made: 0 }
    }

    /// The next report: its date moves on by a few days each time.
    pub fn report(&mut self) -> TaggedDocument {
        let index = self.made;
        self.made += 1;
        let body = BODIES[index % BODIES.len()];
        let day = index * 7;
        let (year, month, day) = (2004 + day / 336, day / 28 % 12 + 1, day % 28 + 1);
        let date = format!("{year:04}-{month:02}-{day:02}");
        let key = format!("{}-{date}-{index}", body.to_lowercase());
        let mut blocks = Vec::new();
        let mut items = Vec::new();
        for ordinal in 0..PARAGRAPHS {
            let section = SECTIONS[ordinal * SECTIONS.len() / PARAGRAPHS];
            let in_annex = ordinal > PARAGRAPHS * 4 / 5;
            let mut text = String::new();
            for _ in 0..self.random.random_range(2..6) {
                let (sentence, kind) = self.sentence();
                let start = text.len() + usize::from(!text.is_empty());
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&sentence);
                items.extend(kind.map(|(kind, force)| {
                    item(kind, force, ordinal, &key, [start, text.len()], &sentence, &mut self.random)
                }));
            }
            let block_type = if in_annex && ordinal % 3 == 0 { BlockType::TableRow } else { BlockType::Paragraph };
            let annex = if in_annex { vec!["Annex II".to_owned()] } else { Vec::new() };
            let number = (ordinal + 1).to_string();
            let anchors = vec![Anchor {
                page: Some(u32::try_from(ordinal / 8 + 1).unwrap()),
                bbox: Some([72.0, 90.0, 520.0, 130.0]),
                span: [0, text.len()],
                lines: None,
                at: None,
            }];
            blocks.push(Block {
                id: format!("{key}#{}{number}", if in_annex { "annex-2/" } else { "" }),
                number: Some(number),
                annex,
                section: Some(section.to_owned()),
                anchors,
                ..Block::bare(block_type, text)
            });
        }
        let meta = Meta {
            key: key.clone(),
            title: Some(format!("Summary report of the {body} call of {date}")),
            body: Some(body.to_owned()),
            meeting: Some(format!("Virtual Meeting {}", index % 12 + 1)),
            date: Some(date),
            language: Some("en".to_owned()),
            kind: Some("summary report".to_owned()),
            ..Meta::default()
        };
        let source = Source { path: format!("{year}/{key}.pdf"), format: "pdf".to_owned(), ..Source::default() };
        let document = Document { schema: document::SCHEMA.to_owned(), source, meta, blocks, notes: Vec::new() };
        TaggedDocument { document, items }
    }

    fn sentence(&mut self) -> (String, Option<(Kind, Force)>) {
        let random = &mut self.random;
        let mut pick = |list: &[&'static str]| *list.choose(random).unwrap();
        let (actor, topic, verb, thing) = (pick(ACTORS), pick(TOPICS), pick(VERBS), pick(THINGS));
        let (opening, tail, other) = (pick(PLACES), pick(TAILS), pick(TOPICS));
        // Squared, so that some names are frequent and most are rare.
        let draw: f64 = self.random.random();
        let last = self.names.len() - 1;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index"
        )]
        let name = &self.names[((draw * draw * last as f64) as usize).min(last)];
        match self.random.random_range(0..12) {
            0 => (
                format!("It was agreed that {actor} would {verb} {thing} on {topic} {tail}."),
                Some((Kind::Decision, Force::Agreed)),
            ),
            1 => (
                format!(
                    "{} will {verb} {thing} and send it to {name} by {}.",
                    upper_first(actor),
                    self.random.random_range(1..29)
                ),
                Some((Kind::Action, Force::Requested)),
            ),
            2 => (
                format!("It was suggested that {topic} be linked more closely with {other}, {tail}."),
                Some((Kind::Recommendation, Force::Suggested)),
            ),
            3 => (format!("{name} thanked {actor} for {thing} and for the work on {topic}."), None),
            4 => (format!("{opening} {topic} and {other} had been treated apart, {tail}."), None),
            5 => (format!("The {name} proposal on {topic} was presented, and {actor} asked for {thing}."), None),
            6 => (format!("{opening} the views of {name} and {} on {topic} differ.", upper_first(actor)), None),
            7 => (
                format!("Questions about {topic} came from {name}; {actor} answered that {thing} would follow {tail}."),
                None,
            ),
            8 => (
                format!(
                    "Of the {} submissions, {} touched on {topic} and {} on {other}.",
                    self.random.random_range(50..400),
                    self.random.random_range(5..40),
                    self.random.random_range(5..40)
                ),
                None,
            ),
            9 => (format!("{opening} {actor} had already begun to {verb} {thing}, {tail}."), None),
            10 => (
                format!(
                    "{} reported on {topic} in {name}, where {} people had registered.",
                    upper_first(actor),
                    self.random.random_range(20..900)
                ),
                None,
            ),
            _ => (format!("There was no agreement on {topic}; {opening} {tail}."), None),
        }
    }
}

fn item(
    kind: Kind,
    force: Force,
    block: usize,
    key: &str,
    span: [usize; 2],
    text: &str,
    random: &mut SmallRng,
) -> Item {
    let letter = match kind {
        Kind::Decision => 'd',
        Kind::Action => 'a',
        Kind::Recommendation => 'r',
    };
    Item {
        id: format!("{key}#{}~{:08x}.{letter}", block + 1, random.random::<u32>()),
        block,
        held_by: Some(if kind == Kind::Recommendation { "some members" } else { "MAG" }.to_owned()),
        actors: if kind == Kind::Action { vec!["Secretariat".to_owned()] } else { Vec::new() },
        categories: vec![(*CATEGORIES.choose(random).unwrap()).to_owned()],
        rule: format!("{letter}.rule"),
        cue: [span[0], span[0] + 4],
        span,
        ..Item::bare(kind, force, text)
    }
}

fn name(random: &mut SmallRng) -> String {
    const STARTS: &[&str] =
        &["Ba", "Ke", "Mo", "Ta", "Lu", "Si", "Ora", "Fe", "Ni", "Va", "Chi", "Du", "Es", "Ga", "Hel", "Jo"];
    const MIDDLES: &[&str] =
        &["ren", "lo", "mi", "dan", "sa", "tur", "vi", "ko", "bel", "ra", "nos", "fe", "qui", "ste"];
    const ENDS: &[&str] = &["dova", "sen", "ti", "mar", "oko", "lin", "ez", "ard", "iya", "ton", "wa", "ic"];
    let mut made = (*STARTS.choose(random).unwrap()).to_owned();
    for _ in 0..random.random_range(1..4) {
        made.push_str(MIDDLES.choose(random).unwrap());
    }
    made.push_str(ENDS.choose(random).unwrap());
    made
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
