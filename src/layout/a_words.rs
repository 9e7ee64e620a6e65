//! Whether a large initial A is the English article or the first letter of a word: "A delegate", "Agreement".

/// What English words begin with, of two consonants; a word that begins otherwise lacks its first letter.
const ONSETS: [&str; 35] = [
    "bl", "br", "ch", "cl", "cr", "dr", "dw", "fl", "fr", "gh", "gl", "gn", "gr", "kn", "ph", "pl", "pr", "ps", "qu",
    "rh", "sc", "sh", "sk", "sl", "sm", "sn", "sp", "sq", "st", "sw", "th", "tr", "tw", "wh", "wr",
];
/// Words that begin with a vowel and follow "a" all the same.
const SPOKEN: [&str; 5] = ["eu", "uni", "one", "use", "usu"];
/// Usual words that begin with an a and would be words, or could be, without it. Those that English cannot begin with
/// ("fter", "lthough") need no list.
const WHOLE: &str = "abandon abandoned abandoning abandonment abate abatement abide abiding ability able abolish \
    abolished abolishing abolition about above abroad abrogation abrupt abundance abundant abuse abuses abusive academia \
    academic academics ache achieve achieved achievement achievements achieving acoustic acreage across acute adapt adapted \
    adapting adaptation adaptive adept adequacy adequate adequately adopt adopted adopting adoption adopts adult adults afar \
    afloat aforementioned aforesaid afraid afresh africa african africans again against age aged ageing agencies agency \
    agenda agendas agent agents aggregate agile agility aging agitation ago agree agreed agreeing agreement agreements agrees \
    agrarian agricultural agriculture akin alarm alarmed alarming alarms alert alerts alien align aligned aligning \
    alignment alone along alongside aloud alumni aluminium amateur amateurs amazon amazed amazing amend amended \
    amending amendment amendments america american americans amicable amid amidst amity among amongst amortization amount \
    amounts analogous analogy analyse analysed analyses analysing analysis analyst analysts analytic analytical analyze \
    analyzed anatomy anecdotal animal animals animated anonymity anonymous anonymously another any anybody anyhow anyone \
    anything anytime anywhere apart apartment apartments apathy aperture apologies apology apparent april arab arabia arabic \
    area areas arena arid arise arises arising aromatic arose around arousing ascending ascension ascent ascertain \
    ascertained ascertaining ascribed ashamed ashes ashore asia asian aside ask asked asking asks asleep aspect aspects \
    aspiration aspirations aspire aspiring astonishing astronomer astronomers astronomical astronomy astute asylum atelier \
    athens athlete athletes athletic atom atomic atop atrocities avail availability available avenue avenues average averaged \
    averages averaging aversion avert averted averting avian aviation avid avoid avoidance avoided avoiding await awaiting \
    awaits awake award awarded awarding awards aware awareness awe awoke aquaculture aquatic aquifer aquifers";

/// Whether an initial A before a word in small letters is the article.
pub(super) fn is_article(word: &str) -> bool {
    if SPOKEN.iter().any(|onset| word.starts_with(onset)) {
        return true;
    }
    let is_vowel = |one: char| matches!(one, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut letters = word.chars();
    let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return false };
    if is_vowel(first) || first == 'x' || !first.is_ascii() {
        return false;
    }
    let can_begin = is_vowel(second) || ONSETS.iter().any(|onset| word.starts_with(onset));
    can_begin && !WHOLE.split_ascii_whitespace().any(|whole| whole.strip_prefix('a') == Some(word))
}

#[cfg(test)]
mod tests {
    use super::is_article;

    #[test]
    fn articles_and_first_letters() {
        for word in ["committee", "delegate", "unit", "university", "European", "strong", "new", "proposal"] {
            assert!(is_article(&word.to_lowercase()), "{word}");
        }
        for word in
            ["greement", "fter", "lthough", "mbassador", "ugust", "vailable", "nother", "ccording", "rea", "dopted"]
        {
            assert!(!is_article(word), "{word}");
        }
    }
}
