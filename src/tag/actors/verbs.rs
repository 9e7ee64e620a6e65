//! Verbs and small words that the grammar of actors turns on.

/// What a verb form says of its subject or object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// "will", "should", "must": the subject is to act.
    Modal,
    /// "could", "may", "can": the subject may act.
    Permission,
    /// "offered", "volunteered", "undertook": the subject binds itself.
    Commit,
    /// "requests", "asked", "invites": the object is to act; the subject holds the view.
    Request,
    /// "recommends", "suggested": the subject holds the view; what stands behind "that" may act.
    Propose,
    /// "said", "considers", "approved": the subject holds the view or decides.
    Say,
}

/// What a form is, if the grammar knows it.
#[must_use]
pub fn class(word: &str) -> Option<Verb> {
    Some(match word {
        "will" | "shall" | "should" | "must" | "would" | "ll" => Verb::Modal,
        "could" | "may" | "can" | "might" => Verb::Permission,
        "offered" | "offers" | "volunteered" | "volunteers" | "undertook" | "undertakes" | "committed" | "commits"
        | "promised" | "promises" | "pledged" | "pledges" | "agreed" | "agrees" | "agree" | "intends" | "intend"
        | "plans" | "aims" | "accepted" | "decided" | "decides" | "ensures" | "undertake" | "volunteer"
        | "consented" => Verb::Commit,
        "asked" | "asks" | "requested" | "requests" | "request" | "invited" | "invites" | "invite" | "urged"
        | "urges" | "urge" | "encouraged" | "encourages" | "encourage" | "direct" | "directed" | "directs"
        | "instructed" | "instructs" | "tasked" | "tasks" | "mandated" | "mandates" | "requires" | "required"
        | "reminded" | "reminds" | "authorized" | "authorised" | "authorizes" | "authorises" | "called" | "calls"
        | "call" | "calling" | "requesting" | "inviting" | "urging" | "encouraging" | "asking" | "commissioned"
        | "appointed" | "appoints" | "designated" | "entrusted" | "entrusts" | "demands" | "demanded" | "needs"
        | "exhorts" | "implores" | "directing" | "expects" | "ask" | "reiterates" | "instruct" | "instructing"
        | "charged" | "charges" | "tasking" | "entrust" | "assigned" | "assigns" | "mandating" | "ordered"
        | "authorize" | "authorise" | "authorizing" | "authorising" | "reminding" | "empowers" | "empowered" => {
            Verb::Request
        }
        "recommends" | "recommended" | "recommend" | "suggests" | "suggested" | "suggest" | "proposes" | "proposed"
        | "propose" | "moved" | "moves" | "advises" | "advised" | "recommending" | "suggesting" | "proposing"
        | "advocates" | "advocated" => Verb::Propose,
        "said" | "says" | "stated" | "states" | "noted" | "notes" | "considers" | "considered" | "believes"
        | "believed" | "felt" | "feels" | "thought" | "thinks" | "trusts" | "expressed" | "expresses" | "mentioned"
        | "mentions" | "reported" | "reports" | "informed" | "informs" | "announced" | "announces" | "explained"
        | "stressed" | "stresses" | "emphasized" | "emphasised" | "emphasizes" | "emphasises" | "reiterated"
        | "affirmed" | "reaffirms" | "reaffirmed" | "approved" | "approves" | "adopted" | "adopts" | "endorsed"
        | "endorses" | "accepts" | "supported" | "supports" | "withdrew" | "indicated" | "indicates" | "confirmed"
        | "confirms" | "questioned" | "responded" | "replied" | "opined" | "concluded" | "concludes" | "hopes"
        | "hoped" | "wishes" | "wished" | "prefers" | "preferred" | "seconded" | "welcomes" | "welcomed"
        | "clarified" | "argued" | "argues" | "highlighted" | "highlights" | "underlined" | "underscored"
        | "acknowledges" | "acknowledged" | "observed" | "observes" | "concurs" | "concurred" | "opposed"
        | "declined" | "elected" | "established" | "acknowledge" | "reinforced" | "reinforce" | "presented"
        | "discussed" | "resolved" | "resolves" | "endorse" | "support" | "believe" | "think" | "consider"
        | "trust" | "wish" | "added" | "recalls" | "recalled" | "determined" | "ruled" | "voted" | "ratified"
        | "converged" | "chose" | "opted" | "favoured" | "favored" | "wanted" | "wondered" | "pleaded"
        | "cautioned" | "amended" | "waived" | "granted" | "awarded" | "upheld" | "dismissed" | "selected"
        | "retained" | "renewed" | "dissolved" | "gave" | "reached" | "approve" | "adopt" | "rejected"
        | "postponed" | "deferred" | "nominated" | "warned" => Verb::Say,
        _ => return None,
    })
}

/// Forms of "to be".
#[must_use]
pub fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am")
}

/// Auxiliaries.
#[must_use]
pub fn is_auxiliary(word: &str) -> bool {
    is_be(word) || matches!(word, "has" | "have" | "had" | "do" | "does" | "did" | "having")
}

/// Adverbs and particles that may stand between subject and verb, or between modal and verb.
#[must_use]
pub fn is_adverb(word: &str) -> bool {
    matches!(
        word,
        "also"
            | "not"
            | "then"
            | "further"
            | "therefore"
            | "thus"
            | "now"
            | "still"
            | "always"
            | "again"
            | "never"
            | "together"
            | "hereby"
            | "too"
            | "only"
            | "just"
            | "instead"
            | "once"
            | "moreover"
            | "meanwhile"
            | "soon"
            | "first"
            | "already"
            | "likewise"
            | "otherwise"
            | "either"
    ) || (word.len() > 4
        && word.ends_with("ly")
        && !matches!(word, "assembly" | "july" | "family" | "italy" | "reply" | "supply" | "apply" | "early"))
}

/// Prepositions: what stands behind one is no subject.
#[must_use]
pub fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "on"
            | "at"
            | "to"
            | "for"
            | "from"
            | "with"
            | "by"
            | "under"
            | "over"
            | "between"
            | "among"
            | "amongst"
            | "about"
            | "into"
            | "through"
            | "within"
            | "without"
            | "during"
            | "via"
            | "per"
            | "against"
            | "towards"
            | "toward"
            | "across"
            | "upon"
            | "regarding"
            | "concerning"
            | "including"
            | "like"
            | "than"
            | "beyond"
            | "around"
            | "throughout"
            | "following"
            | "pursuant"
            | "despite"
            | "alongside"
            | "outside"
            | "inside"
            | "behind"
            | "above"
            | "below"
            | "onto"
            | "involving"
            | "attending"
            | "representing"
            | "established"
            | "constituted"
            | "present"
            | "working"
            | "wishing"
            | "interested"
            | "concerned"
            | "mentioned"
            | "referred"
            | "listed"
            | "named"
            | "appearing"
            | "proposing"
            | "acting"
            | "serving"
            | "participating"
            | "having"
            | "as"
            | "whose"
            | "where"
    )
}

/// Words that open a clause: what stands behind one may be its subject.
#[must_use]
pub fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "if"
            | "when"
            | "while"
            | "because"
            | "since"
            | "where"
            | "whether"
            | "so"
            | "until"
            | "unless"
            | "although"
            | "though"
            | "once"
            | "after"
            | "before"
            | "and"
            | "or"
            | "but"
            | "nor"
            | "as"
            | "how"
            | "whereas"
            | "provided"
            | "whereby"
            | "then"
            | "hence"
            | "which"
            | "what"
            | "yet"
            | "however"
            | "plus"
    )
}

/// What people do in minutes, and things do not.
#[must_use]
pub fn is_human_act(word: &str) -> bool {
    matches!(
        word,
        "write"
            | "send"
            | "draft"
            | "contact"
            | "price"
            | "ask"
            | "present"
            | "offer"
            | "share"
            | "circulate"
            | "prepare"
            | "check"
            | "follow"
            | "update"
            | "coordinate"
            | "discuss"
            | "work"
            | "talk"
            | "speak"
            | "call"
            | "email"
            | "organize"
            | "organise"
            | "review"
            | "revise"
            | "report"
            | "look"
            | "inform"
            | "brief"
            | "chair"
            | "moderate"
            | "attend"
            | "arrange"
            | "bring"
            | "submit"
            | "upload"
            | "forward"
            | "invite"
            | "compile"
            | "collect"
            | "research"
            | "investigate"
            | "meet"
            | "lead"
            | "try"
            | "add"
            | "reach"
            | "liaise"
            | "distribute"
            | "finalize"
            | "finalise"
            | "post"
            | "make"
            | "get"
            | "give"
            | "have"
            | "provide"
            | "do"
            | "take"
            | "help"
            | "set"
            | "produce"
            | "continue"
            | "represent"
            | "join"
            | "act"
            | "serve"
            | "consult"
            | "confirm"
            | "create"
            | "develop"
            | "edit"
            | "schedule"
            | "verify"
            | "obtain"
            | "find"
            | "circle"
            | "order"
            | "buy"
            | "print"
            | "mail"
            | "also"
            | "propose"
            | "suggest"
            | "draw"
            | "assist"
            | "support"
            | "summarize"
            | "summarise"
            | "translate"
            | "pass"
            | "visit"
            | "advise"
            | "recruit"
            | "ping"
            | "chase"
            | "ring"
            | "phone"
            | "revert"
            | "approach"
            | "tidy"
            | "step"
            | "convene"
            | "publish"
            | "write-up"
            | "put"
            | "see"
            | "pick"
            | "type"
            | "run"
            | "keep"
            | "tell"
            | "host"
            | "file"
            | "scan"
            | "sign"
            | "clean"
            | "repair"
            | "fix"
            | "negotiate"
            | "explore"
            | "examine"
            | "test"
            | "train"
            | "oversee"
            | "supervise"
            | "handle"
            | "plan"
            | "raise"
            | "record"
            | "remind"
            | "rewrite"
            | "redraft"
            | "study"
            | "track"
            | "analyse"
            | "analyze"
            | "assess"
            | "identify"
            | "map"
            | "merge"
            | "note"
            | "outline"
            | "conduct"
            | "issue"
    )
}
