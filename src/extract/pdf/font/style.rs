//! Name, weight and kind of a font, from its descriptor (PDF 32000-1, 9.8) and, more reliably, from its name.

/// What a font looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub fixed: bool,
    pub serif: bool,
    pub symbolic: bool,
}

/// Flags of a font descriptor (PDF 32000-1, table 123).
const FLAG_FIXED: i64 = 1;
const FLAG_SERIF: i64 = 1 << 1;
const FLAG_SYMBOLIC: i64 = 1 << 2;
const FLAG_ITALIC: i64 = 1 << 6;
const FLAG_FORCE_BOLD: i64 = 1 << 18;
/// Weights from semi-bold on (CSS and OS/2 scale).
const BOLD_WEIGHT: f64 = 600.0;

/// What a font descriptor says.
#[derive(Debug, Clone, Copy, Default)]
pub struct DescriptorFacts {
    pub flags: i64,
    pub weight: f64,
    pub italic_angle: f64,
}

impl Style {
    /// Joins what descriptor and name say; either may know more.
    pub fn new(name: &str, facts: Option<DescriptorFacts>) -> Self {
        let lower = name.to_ascii_lowercase();
        let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let starts = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
        let known = facts.is_some();
        let facts = facts.unwrap_or_default();
        let tex_bold = starts(&["cmbx", "cmb10", "sfbx", "ecbx", "lmbx", "ptmb", "phvb", "cmssbx", "sfsx", "ecsx"]);
        let tex_italic = starts(&["cmti", "cmsl", "cmmi", "sfti", "sfsl", "ecti", "ecsl", "cmbxti", "sfbi", "cmssi"]);
        let tex_fixed = starts(&["cmtt", "sftt", "ectt", "lmmono", "cmsltt"]);
        let tex_sans = starts(&["cmss", "sfss", "ecss", "lmsans"]);
        let tex_serif =
            starts(&["cmr", "cmb", "cmti", "cmsl", "cmcsc", "sfrm", "sfbx", "sfti", "sfcc", "ecrm", "lmroman"]);
        let sans = tex_sans
            || holds(&[
                "sans",
                "helvetica",
                "arial",
                "verdana",
                "tahoma",
                "calibri",
                "univers",
                "frutiger",
                "gothic",
                "segoe",
                "roboto",
                "myriad",
            ]);
        let serif_name = tex_serif
            || holds(&[
                "times",
                "serif",
                "roman",
                "georgia",
                "garamond",
                "cambria",
                "palatino",
                "bookman",
                "schoolbook",
                "minion",
                "caslon",
                "libertin",
                "nimbusrom",
            ]);
        let fixed_name = tex_fixed || holds(&["courier", "mono", "consolas", "typewriter", "menlo"]);
        Self {
            bold: facts.weight >= BOLD_WEIGHT
                || facts.flags & FLAG_FORCE_BOLD != 0
                || tex_bold
                || holds(&["bold", "black", "heavy", "demi", "-bd", "boldmt"]),
            italic: facts.flags & FLAG_ITALIC != 0
                || facts.italic_angle != 0.0
                || tex_italic
                || holds(&["italic", "oblique", "kursiv", "slanted", "-it", ",it", "-ital"]),
            fixed: (facts.flags & FLAG_FIXED != 0 && !sans) || fixed_name,
            serif: if sans { false } else { serif_name || (known && facts.flags & FLAG_SERIF != 0) },
            symbolic: facts.flags & FLAG_SYMBOLIC != 0,
        }
    }
}

/// The name without the subset prefix (`ABCDEF+`).
pub fn without_subset(name: &str) -> &str {
    match name.split_once('+') {
        Some((prefix, rest)) if prefix.len() == 6 && prefix.bytes().all(|byte| byte.is_ascii_uppercase()) => rest,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_style() {
        for (name, bold, italic, fixed, serif) in [
            ("TimesNewRomanPS-BoldItalicMT", true, true, false, true),
            ("ArialMT", false, false, false, false),
            ("CMBX12", true, false, false, true),
            ("SFTI1000", false, true, false, true),
            ("LiberationMono-Bold", true, false, true, false),
            ("LiberationSerif", false, false, false, true),
            ("LiberationSans-Italic", false, true, false, false),
            ("Helvetica-Oblique", false, true, false, false),
            ("Univers", false, false, false, false),
        ] {
            let want = Style { bold, italic, fixed, serif, symbolic: false };
            assert_eq!(Style::new(name, None), want, "{name}");
        }
    }

    #[test]
    fn the_descriptor_adds_what_the_name_hides() {
        let facts =
            DescriptorFacts { flags: FLAG_SERIF | FLAG_ITALIC | FLAG_SYMBOLIC, weight: 700.0, italic_angle: -12.0 };
        let want = Style { bold: true, italic: true, fixed: false, serif: true, symbolic: true };
        assert_eq!(Style::new("F1", Some(facts)), want);
    }

    #[test]
    fn subset_prefixes_go() {
        assert_eq!(without_subset("ABCDEF+Arial"), "Arial");
        assert_eq!(without_subset("AB+Arial"), "AB+Arial");
    }
}
