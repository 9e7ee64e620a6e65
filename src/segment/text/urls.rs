//! Addresses split over lines.

/// Characters that stand in addresses and hardly in words.
const MARKS: &[char] = &['/', '=', '_', '?', '%', '&', '#', '~', '@'];

/// So many capitals are a word; fewer may be a code in an address.
const CAPITALS: usize = 4;

/// Whether the line below goes on with the address at the end of the line above.
pub(crate) fn continues(above: &str, below: &str, above_full: bool) -> bool {
    let Some(head) = above.split_whitespace().next_back() else { return false };
    if !is_address(head) || head.ends_with([',', ';', ')', '>', ']', '”', '"']) {
        return false;
    }
    let mut tokens = below.split_whitespace();
    let Some(next) = tokens.next() else { return false };
    if is_address(next)
        || !next.starts_with(|c: char| c.is_ascii_alphanumeric() || MARKS.contains(&c) || matches!(c, '-' | '.'))
    {
        return false;
    }
    let bare = next.trim_end_matches(['.', ',', ';', ')', ']', '>']);
    let alone = tokens.next().is_none();
    let address_like = bare.contains(MARKS)
        || has_inner_stop(bare)
        || (bare.contains('-') && bare.chars().any(|c| c.is_ascii_digit()));
    let open_end = head.ends_with(['/', '-', '_', '=', '?', '&', '.', '%', '#']);
    let lower = bare.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !above_full && !open_end {
        return false;
    }
    // A word in capitals alone below a line with room is a heading: "ANNEX".
    if !above_full && alone && bare.len() >= CAPITALS && bare.bytes().all(|one| one.is_ascii_uppercase()) {
        return false;
    }
    address_like
        || (open_end && !head.ends_with('.') && (lower || alone))
        || (above_full && alone && is_whole_address_line(above))
}

/// Whether a token is (the start of) an address.
pub(crate) fn is_address(token: &str) -> bool {
    let token = token.trim_start_matches(['<', '(', '[', '"', '“']);
    token.contains("://") || token.starts_with("www.") || token.starts_with("mailto:")
}

/// Whether a line is nothing but an address.
pub(crate) fn is_whole_address_line(line: &str) -> bool {
    let mut tokens = line.split_whitespace();
    tokens.next().is_some_and(is_address) && tokens.next().is_none()
}

fn has_inner_stop(token: &str) -> bool {
    token.split('.').count() > 1
        && token.split('.').all(|part| !part.is_empty())
        && token.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_on() {
        assert!(continues("See https://example.org/documents/", "igf-meeting/outcomes.", true));
        assert!(continues("https://docs.example.org/d/1n1AuaNdmVAc", "mhrw/edit", true));
        assert!(continues("https://docs.example.org/d/1n1Aua/e", "dit", true));
        assert!(continues("https://docs.example.org/d/1n1Aua/edit?", "usp=sharing", false));
    }

    #[test]
    fn sentences_go_on_with_a_blank() {
        assert!(!continues("See https://example.org/documents", "and the annex below", true));
        assert!(!continues("https://example.org/a", "https://example.org/b", true));
        assert!(!continues("It is at https://example.org/logs/2020/", "ANNEX", false));
        assert!(continues("It is at https://example.org/logs/2020/", "ANNEX", true));
        assert!(!continues("https://example.org/a", "All proposals were assessed.", true));
        assert!(!continues("no address", "a/b", true));
    }
}
