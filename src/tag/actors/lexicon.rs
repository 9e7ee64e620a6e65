//! Words by which a mention is told from what only looks like one: function words, topics with capitals, plain words that open
//! sentences, and the looks of a first name.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

type WordSet = LazyLock<FxHashSet<&'static str>>;

fn words(list: &'static str) -> FxHashSet<&'static str> {
    list.split_ascii_whitespace().collect()
}

/// Words that are never part of a name, however they are written.
pub(super) fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

/// Capitalised words of topics, places of time and documents: two of them in a row are no person.
pub(super) fn is_topic_word(word: &str) -> bool {
    TOPICS.contains(word)
}

/// Short everyday nouns, verbs in the imperative and adjectives that open sentences.
pub(super) fn is_plain_word(word: &str) -> bool {
    PLAIN_WORDS.contains(word)
}

/// Small words within surnames: "van", "de", "bin".
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(word)
}

/// Verbs with which a task begins: "Strengthen Secretariat support" names no secretariat of that name.
pub(super) fn is_imperative(word: &str) -> bool {
    IMPERATIVES.contains(word)
}

/// Words with which minutes mark a line as somebody's task; what follows is its owner, never part of the owner's name.
pub(super) fn is_line_mark(word: &str) -> bool {
    LINE_MARKS.contains(word)
}

/// Endings of common nouns tell them from first names: "Interpretation will", "Comments should".
pub(super) fn looks_like_a_name(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ion", "ions", "ment", "ments", "ness", "ity", "ies", "ing", "ings", "ance", "ence", "ship", "ism", "day",
        "ure", "ures", "age", "ages", "ure", "ers", "ors", "ics", "ants", "ents", "ees", "ts", "ds", "ks", "ps", "ns",
        "ls", "ms", "gs", "ys", "ces", "ses", "ges", "ed", "ously", "ful", "less", "ive", "ous", "ary", "ory", "work",
        "line", "form", "load", "port", "back", "put", "wards", "while", "ever", "thing", "ial", "ual", "nal",
    ];
    const NAMES_ALL_THE_SAME: &[&str] = &[
        "ahmed",
        "mohammed",
        "mohamed",
        "muhammed",
        "hamed",
        "saeed",
        "waleed",
        "khaled",
        "majed",
        "alfred",
        "wilfred",
        "manfred",
        "fred",
        "ted",
        "ned",
        "jared",
        "ross",
        "hans",
        "jens",
        "lars",
        "niels",
        "klaus",
        "agnes",
        "frances",
        "james",
        "charles",
        "jacques",
        "ines",
        "lois",
        "louis",
        "luis",
        "denis",
        "dennis",
        "chris",
        "boris",
        "doris",
        "iris",
        "clement",
        "vincent",
        "grant",
        "kent",
        "joseph",
        "clarence",
        "florence",
        "laurence",
        "terence",
        "constance",
        "prudence",
        "marion",
        "clive",
        "olive",
        "dave",
        "steve",
        "eve",
        "mary",
        "gary",
        "hilary",
        "rosemary",
    ];
    if NAMES_ALL_THE_SAME.contains(&word) {
        return true;
    }
    word.len() >= 3 && word.is_ascii() && !ENDINGS.iter().any(|ending| word.ends_with(ending)) && !is_plain_word(word)
}

static FUNCTION_WORDS: WordSet = LazyLock::new(|| {
    words(
        "the a an and or but nor if when while as since because that this these those it its he she they we i you our \
     their his her there here what which who whom whose how why where all each any some many most both no not other \
     others such in on at by for from with to of during after before under over until between among about into \
     through within without upon following regarding concerning despite given further furthermore moreover however \
     therefore thus also additionally finally first second third fourth fifth then once action actions option item \
     items step please let effective subject yes do does having being noting recalling taking considering so only \
     another one two three four five decision recommendation recommendations nothing everyone someone everybody \
     motion resolution proposal proposals discussion next is are was were be has have had will shall should would \
     could can may must although though unless whether participation them us him me together instead otherwise later \
     today tomorrow yesterday again new",
    )
});

static TOPICS: WordSet = LazyLock::new(|| {
    words(
        "internet governance annual meeting meetings report reports agenda summary virtual open call working work plan \
     annex section chapter article paragraph january february march april june july august september october november \
     december monday tuesday wednesday thursday friday saturday sunday north south east west street avenue road park \
     house hall act bill code general special main session sessions day best practice dynamic national regional \
     global world international european african american asian united nations convention agreement protocol treaty \
     charter budget draft final policy programme program project strategy framework guidelines terms reference \
     minutes closed public school island bay lake river city town paris geneva new york human rights security peace \
     development sustainable goals climate technology space ordinance measure phase table figure appendix document \
     version consent calendar zoom webex christmas easter english french spanish arabic russian chinese capacity \
     building best-practice intersessional stakeholder stakeholders multi-stakeholder multistakeholder web online",
    )
});

static PLAIN_WORDS: WordSet = LazyLock::new(|| {
    words(
        "ayes noes abstentions absent realign abolish prioritize consolidate rationalize optimize add ask bring build change check choose collect compile complete conduct contact continue create define deliver \
     design develop discuss draft encourage engage ensure establish evaluate examine explore find finalize finalise \
     follow gather give help hold identify implement improve include increase inform invite keep make organize \
     organise plan post prepare present promote propose provide publish raise reach reduce remove request review \
     revise schedule seek send set share start strengthen submit take translate update upload use work write webex \
     zoom time access input support text data more less special ideally overall even still good great clear open free \
     big small public remote local global national regional annual water traffic money people food health youth women \
     men children gender advice notice space place date price value rule issue case role theme title list page site \
     note vote budget agenda doodle further whenever perhaps maybe therefore internet consensus despite like unlike \
     move moved given hence instead language interim approve approval adopt endorse emphasis progress focus europe \
     africa asia google march april june july august september october november december january february article \
     annex table figure chapter rent transit bicycle",
    )
});

static PARTICLES: WordSet = LazyLock::new(|| words("van von de der den da di del dos la le bin ibn al el ten ter"));

static LINE_MARKS: WordSet = LazyLock::new(|| {
    words(
        "action actions ap ai act aps task tasks todo owner responsible responsibility lead assignee who follow up do to agreed \
         resolved decision decided outcome conclusion item point items points step next",
    )
});

static IMPERATIVES: WordSet = LazyLock::new(|| {
    words(
        "strengthen improve realign enhance review simplify consolidate abolish merge bring promote support increase \
         reduce expand foster encourage ensure establish create develop introduce provide facilitate involve engage \
         invite ask request contact inform notify remind thank update revise send circulate share publish prepare \
         organize organise convene appoint nominate identify explore consider examine adopt approve endorse empower \
         align rationalize streamline integrate implement invites requests urges encourages directs instructs calls",
    )
});
