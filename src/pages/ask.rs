//! What a reader asks for: a path and its parameters, taken apart once and bounded.

use super::refusal::Refusal;

/// Bytes of an address at most, as it stands: a question in an Asian script has nine for each character.
const MOST_ADDRESS_BYTES: usize = 1 << 16;
/// Characters of one value at most: a long question has some 200.
const MOST_VALUE: usize = 1000;
/// Characters of one part of a path at most.
const MOST_PART: usize = 500;
/// Parameters at most.
const MOST_PARAMETERS: usize = 64;

/// The form in which an answer is wanted; on each page the end of its path chooses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Html,
    /// For programs.
    Json,
    /// A table for spreadsheets.
    Csv,
    /// A workbook.
    Xlsx,
    /// A calendar.
    Ics,
    /// A feed.
    Atom,
}

impl Form {
    /// The forms that a path can end with.
    pub const ENDINGS: [(&'static str, Self); 5] =
        [(".json", Self::Json), (".csv", Self::Csv), (".xlsx", Self::Xlsx), (".ics", Self::Ics), (".atom", Self::Atom)];
}

/// A path with its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The parts of the path, decoded, without the ending that names the form.
    pub parts: Vec<String>,
    /// What is wanted of it.
    pub form: Form,
    /// The parameters in their order, decoded; those without a value are left out.
    pub parameters: Vec<(String, String)>,
}

impl Ask {
    /// Reads path and query string as they stand in the request line.
    ///
    /// # Errors
    /// They are longer than any question, or not UTF-8 once decoded.
    pub fn read(path: &str, query: &str) -> Result<Self, Refusal> {
        if path.len() + query.len() > MOST_ADDRESS_BYTES {
            return Err(Refusal::address_too_long(MOST_ADDRESS_BYTES));
        }
        let mut path = path.trim_matches('/');
        let mut form = Form::Html;
        if let Some(inner) = path.strip_prefix("api/").or((path == "api").then_some("")) {
            (path, form) = (inner, Form::Json);
        } else if let Some((ending, named)) = Form::ENDINGS.iter().find(|(ending, _)| path.ends_with(ending)) {
            form = *named;
            path = path.strip_suffix(ending).unwrap_or(path);
        }
        let parts = path.split('/').filter(|part| !part.is_empty()).map(|part| decoded(part, false));
        let parts = parts.collect::<Option<Vec<_>>>().ok_or_else(Refusal::not_text)?;
        if parts.iter().any(|part| part.chars().nth(MOST_PART).is_some()) {
            return Err(Refusal::too_long("a part of the path", MOST_PART));
        }
        let mut parameters = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (Some(name), Some(value)) = (decoded(name, true), decoded(value, true)) else {
                return Err(Refusal::not_text());
            };
            if value.chars().nth(MOST_VALUE).is_some() {
                return Err(Refusal::too_long(&name, MOST_VALUE));
            }
            if parameters.len() >= MOST_PARAMETERS {
                return Err(Refusal::bad(format!("at most {MOST_PARAMETERS} parameters are read")));
            }
            if !value.trim().is_empty() {
                parameters.push((name, value.trim().to_owned()));
            }
        }
        Ok(Self { parts, form, parameters })
    }

    /// The first value of a parameter.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.parameters.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }

    /// A whole number, `least` where there is none; never more than `most`.
    ///
    /// # Errors
    /// The value is no number, or lies outside.
    pub fn number(&self, name: &str, unsaid: usize, most: usize) -> Result<usize, Refusal> {
        let Some(value) = self.one(name) else { return Ok(unsaid) };
        value
            .parse()
            .ok()
            .filter(|number| (1..=most).contains(number))
            .ok_or_else(|| Refusal::bad(format!("{name}={value}: a whole number from 1 to {most} was expected")))
    }

    /// The parameters with one value set, or taken away with `None`; a new choice begins at the first page again.
    #[must_use]
    pub fn with(&self, name: &str, value: Option<&str>) -> Vec<(String, String)> {
        let mut parameters = self.parameters.clone();
        parameters.retain(|(known, _)| known != name && (known != "page" || name == "page"));
        parameters.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        parameters
    }

    /// The parameters without one value of a parameter that may have several.
    #[must_use]
    pub fn without(&self, name: &str, value: &str) -> Vec<(String, String)> {
        let mut parameters = self.parameters.clone();
        parameters.retain(|(known, held)| known != "page" && !(known == name && held == value));
        parameters
    }
}

/// A part of a URL without its percent signs; of a query `+` is a blank. `None` where that is no text.
fn decoded(part: &str, is_query: bool) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                high << 4 | low
            }
            b'+' if is_query => b' ',
            other => other,
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.contains('\0')).then_some(text)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_page_and_form_and_its_parts_are_decoded_once() {
        let ask = Ask::read("/r/mag-2017/annex-2/26%402.json", "q=a+b%26c&kind=&kind=decision").unwrap();
        assert_eq!(ask.parts, ["r", "mag-2017", "annex-2", "26@2"]);
        assert_eq!((ask.form, ask.one("q"), ask.all("kind")), (Form::Json, Some("a b&c"), vec!["decision".to_owned()]));
        assert_eq!(Ask::read("/api/items", "").unwrap().form, Form::Json);
        assert_eq!(Ask::read("/r/%252e%252e", "").unwrap().parts, ["r", "%2e%2e"], "decoded once");
    }

    #[test]
    fn what_is_no_text_or_too_long_is_refused() {
        assert!(Ask::read("/r/%ff", "").is_err());
        assert!(Ask::read("/r/%0", "").is_err());
        assert!(Ask::read("/search", "q=%00").is_err());
        assert!(Ask::read("/search", &format!("q={}", "a".repeat(MOST_VALUE + 1))).is_err());
        assert!(Ask::read(&format!("/r/{}", "a".repeat(MOST_PART + 1)), "").is_err());
        assert!(Ask::read("/search", &"a=b&".repeat(MOST_PARAMETERS + 1)).is_err());
        assert!(Ask::read(&"/a".repeat(MOST_ADDRESS_BYTES), "").is_err());
    }

    #[test]
    fn a_new_choice_begins_at_the_first_page() {
        let ask = Ask::read("/search", "q=a&kind=decision&page=3").unwrap();
        assert_eq!(ask.with("sort", Some("newest")).len(), 3, "page is gone");
        assert!(ask.with("page", Some("4")).contains(&("page".to_owned(), "4".to_owned())));
        assert_eq!(ask.without("kind", "decision"), [("q".to_owned(), "a".to_owned())]);
    }
}
