//! Numbers in letters and words: "II", "2nd", "second".

/// The value of a Roman number in small or capital letters, in its canonical form only: `iiii` and `dim` are none.
#[must_use]
pub fn roman(text: &str) -> Option<u32> {
    if text.is_empty() || text.len() > LONGEST_ROMAN {
        return None;
    }
    let mut total = 0_u32;
    let mut before = 0_u32;
    for letter in text.chars().rev() {
        let value = match letter.to_ascii_lowercase() {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        };
        if value < before {
            total = total.checked_sub(value)?;
        } else {
            total += value;
            before = value;
        }
    }
    (total < 400 && to_roman(total) == text.to_ascii_lowercase()).then_some(total)
}

/// As [`roman`], of a numeral written in one case: `Iv` is none.
#[must_use]
pub fn roman_in_one_case(text: &str) -> Option<u32> {
    let is_upper = text.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_lower = text.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_upper || is_lower { roman(text) } else { None }
}

/// "ccclxxxviii", the longest below four hundred: no meeting, annex or list goes further.
const LONGEST_ROMAN: usize = 11;

/// A number in small Roman letters.
#[must_use]
pub fn to_roman(mut number: u32) -> String {
    let mut roman = String::new();
    for (value, letters) in
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
    {
        while number >= value {
            roman.push_str(letters);
            number -= value;
        }
    }
    roman
}

/// A number as an ordinal in figures: "22nd".
#[must_use]
pub fn to_ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The value of an ordinal in words or figures: "second", "2nd", "twenty-first" as its two words joined by a space.
#[must_use]
pub fn ordinal(text: &str) -> Option<u32> {
    let text = text.to_ascii_lowercase();
    for ending in ["st", "nd", "rd", "th"] {
        if let Some(figures) = text.strip_suffix(ending)
            && !figures.is_empty()
            && figures.bytes().all(|byte| byte.is_ascii_digit())
        {
            return figures.parse().ok();
        }
    }
    if let Some((tens, rest)) = text.split_once([' ', '-']) {
        let tens = TENS.iter().find(|(name, _)| *name == tens)?.1;
        return ordinal(rest).filter(|unit| *unit < 10).map(|unit| tens + unit);
    }
    let units = ORDINALS.iter().position(|name| *name == text).and_then(|at| u32::try_from(at + 1).ok());
    units.or_else(|| {
        let stem = text.strip_suffix("ieth")?;
        TENS.iter().find(|(name, _)| name.strip_suffix('y') == Some(stem)).map(|(_, value)| *value)
    })
}

const ORDINALS: [&str; 19] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENS: [(&str, u32); 8] = [
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numbers_are_canonical() {
        for number in 1..=100 {
            assert_eq!(roman(&to_roman(number)), Some(number));
        }
        for bad in ["", "iiii", "vx", "ic", "dim", "mix", "ii2", "iix"] {
            assert_eq!(roman(bad), None, "{bad}");
        }
        assert_eq!(roman("XIV"), Some(14));
    }

    #[test]
    fn ordinals_in_words_and_figures() {
        for (text, value) in [
            ("First", 1),
            ("2nd", 2),
            ("13th", 13),
            ("twentieth", 20),
            ("twenty-first", 21),
            ("thirty second", 32),
            ("101st", 101),
        ] {
            assert_eq!(ordinal(text), Some(value), "{text}");
        }
        for bad in ["th", "seconds", "twenty", "twenty-tenth", "month"] {
            assert_eq!(ordinal(bad), None, "{bad}");
        }
    }
}
