//! A line of furniture as a template and its numbers: "Page 3 of 7" is "page # of #" with 3 and 7.

use crate::text::numerals::roman_in_one_case;

/// A text with its numbers read apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// Lower case, numbers as `#`; a lone Roman number as `r`.
    pub text: String,
    /// The numbers in order.
    pub numbers: Vec<i64>,
    /// How many letters it has.
    pub letters: usize,
}

/// Longest number of digits read as a number; longer ones are codes.
const DIGITS: usize = 9;

/// The longest words of a page number have so many letters ("page 3 of 7", "страница 3").
const PAGE_LETTERS: usize = 8;

/// Reads a text.
pub(super) fn template(text: &str) -> Template {
    if let Some(number) = roman(text.trim_matches(|character: char| !character.is_alphanumeric())) {
        return Template { text: framed(text), numbers: vec![number], letters: 0 };
    }
    let mut result = Template::default();
    let mut digits = String::new();
    for character in text.chars().chain(Some('\n')) {
        if character.is_ascii_digit() && digits.len() < DIGITS {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            result.text.push('#');
            result.numbers.extend(digits.parse::<i64>());
            digits.clear();
        }
        if character.is_alphabetic() {
            result.letters += 1;
            result.text.extend(character.to_lowercase());
        } else if character != '\n' {
            result.text.push(character);
        }
    }
    result
}

impl Template {
    /// Whether it is nothing but a page number: "3", "- 3 -", "Page 3 of 7", "3/7", "p. iii".
    pub fn is_page_number(&self) -> bool {
        if self.numbers.is_empty() || self.numbers.len() > 2 || self.letters > PAGE_LETTERS {
            return false;
        }
        let bare: String =
            self.text.chars().filter(|character| character.is_alphabetic() || *character == '#').collect();
        let signs = self.text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace() && *c != '#').count();
        let is_list_number = matches!(self.text.trim(), "#." | "#)" | "(#)" | "r." | "r)" | "(r)");
        signs <= 4
            && !is_list_number
            && matches!(
                bare.as_str(),
                "#" | "##"
                    | "r"
                    | "page#"
                    | "page##"
                    | "page#of#"
                    | "#of#"
                    | "p#"
                    | "pg#"
                    | "pageof##"
                    | "seite#"
                    | "seite#von#"
                    | "#von#"
                    | "#de#"
                    | "#sur#"
                    | "página#"
                    | "página#de#"
                    | "page#sur#"
                    | "page#de#"
                    | "pagina#"
                    | "стр#"
                    | "#из#"
                    | "страница#"
            )
    }

    /// Whether its first number is the page's by a known difference.
    pub fn counts(&self, page: usize, offset: i64) -> bool {
        self.numbers.first().is_some_and(|number| number - page as i64 == offset)
    }

    /// Whether it is a barcode's text or a print shop's job number: "*1234567*", "17-12345 (E)".
    pub fn is_code(&self) -> bool {
        let text = self.text.trim();
        let is_barcode =
            text.len() >= 3 && text.starts_with('*') && text.ends_with('*') && text.contains('#') && self.letters <= 2;
        let is_job = matches!(
            text,
            "#-# (e)"
                | "#-# (e) #"
                | "#-# (f) #"
                | "#-# (f)"
                | "#-# (s) #"
                | "#-# (r) #"
                | "#-# (c) #"
                | "#-# (a) #"
                | "#-# (e) # #"
                | "#-#"
        );
        // "26-04990 (E)": with its language a job number may begin with a zero, without one it could be two years.
        let least = if text == "#-#" { 10_000 } else { 1_000 };
        is_barcode || (is_job && self.numbers.get(1).is_some_and(|number| *number >= least))
    }

    /// Whether it reads like a numbered heading: "Annex 2", "Part III".
    pub fn is_heading(&self) -> bool {
        let word = self.text.split_whitespace().next().unwrap_or_default();
        let is_heading = matches!(
            word,
            "annex"
                | "annexe"
                | "annexure"
                | "appendix"
                | "part"
                | "section"
                | "chapter"
                | "item"
                | "agenda"
                | "session"
                | "day"
                | "decision"
                | "resolution"
                | "recommendation"
                | "table"
                | "figure"
                | "theme"
        );
        is_heading && self.letters <= word.len() + 4
    }
}

/// A lone number's text with the number as `r`: "(iii)" is "(r)".
fn framed(text: &str) -> String {
    let mut framed = String::with_capacity(text.len());
    for character in text.chars() {
        if !character.is_alphanumeric() {
            framed.push(character);
        } else if !framed.ends_with('r') {
            framed.push('r');
        }
    }
    framed
}

/// Value of a Roman number below fifty in one case, as pages are numbered with.
fn roman(text: &str) -> Option<i64> {
    roman_in_one_case(text).filter(|value| *value < 50).map(i64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_apart() {
        let page = template("Page 3 of 7");
        assert_eq!((page.text.as_str(), page.numbers.as_slice()), ("page # of #", [3, 7].as_slice()));
        assert_eq!(template("A/80/604/Add.4 2/18").numbers, [80, 604, 4, 2, 18]);
        assert_eq!(template("- xiv -").numbers, [14]);
    }

    #[test]
    fn page_numbers_in_their_usual_forms() {
        for text in
            ["3", "- 3 -", "– 3 –", "Page 3", "page 3 of 7", "3 / 7", "3/7", "iii", "[3]", "Page | 3", "3 of 7", "p. 3"]
        {
            assert!(template(text).is_page_number(), "{text}");
        }
        for text in ["3.", "3)", "(iii)", "3 members", "Annex 3", "2016 2017 2018", "IGF 2017", "mix"] {
            assert!(!template(text).is_page_number(), "{text}");
        }
    }

    #[test]
    fn codes_and_headings() {
        assert!(template("*1712345*").is_code());
        assert!(template("17-12345 (E)").is_code());
        assert!(!template("2016-2017").is_code());
        assert!(template("Annex 2").is_heading());
        assert!(!template("Annex 2 to the report of the working group").is_heading());
    }
}
