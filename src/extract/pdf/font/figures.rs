//! Figures that a font draws raised or lowered by themselves: a "2" that hangs in the air is a "²", whatever the file calls it.
//!
//! Such figures have the size and the baseline of the text around them, so only their outline tells. It is asked for narrow
//! figures alone, which ordinary ones hardly ever are.

use skrifa::raw::ps::cff::CffFontRef;
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider};

/// Figures of less advance (ems) can be raised or lowered ones.
const NARROW: f32 = 0.44;
/// A raised figure stands higher than this (ems), a lowered one reaches below the baseline and no higher.
const RAISED: f32 = 0.2;
const LOWERED: (f32, f32) = (-0.05, 0.42);
/// Neither is as tall as this (ems); figures of the old style that hang below the line are taller.
const TALL: f32 = 0.52;

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const SUBSCRIPTS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// The figure that a text is, if it is one and so narrow that its outline must be asked.
pub fn doubtful(text: &str, advance: f32) -> Option<usize> {
    let [digit @ b'0'..=b'9'] = text.as_bytes() else { return None };
    (advance > 0.0 && advance < NARROW).then(|| usize::from(digit - b'0'))
}

/// The figure as it is drawn, where that is raised or lowered; `glyph` is its glyph in an embedded program.
pub fn placed(figure: usize, program: &[u8], glyph: u32) -> Option<char> {
    let (low, high) = extent(program, GlyphId::new(glyph))?;
    if high - low > TALL {
        return None;
    }
    if low > RAISED {
        return SUPERSCRIPTS.get(figure).copied();
    }
    (low < LOWERED.0 && high < LOWERED.1).then(|| SUBSCRIPTS.get(figure).copied()).flatten()
}

/// Lowest and highest point of a glyph, in ems.
fn extent(program: &[u8], glyph: GlyphId) -> Option<(f32, f32)> {
    if let [1, 0, ..] = program {
        return extent_in_cff(program, glyph);
    }
    let font = FontRef::from_index(program, 0).ok()?;
    if let Ok(table) = font.cff() {
        return extent_in_cff(table.offset_data().as_bytes(), glyph);
    }
    let units = f32::from(font.head().ok()?.units_per_em().max(1));
    let metrics = font.glyph_metrics(skrifa::instance::Size::unscaled(), skrifa::instance::LocationRef::default());
    let bounds = metrics.bounds(glyph)?;
    Some((bounds.y_min / units, bounds.y_max / units))
}

fn extent_in_cff(data: &[u8], glyph: GlyphId) -> Option<(f32, f32)> {
    /// Pixels to the em at which the outline is measured.
    const EM: f32 = 1000.0;
    let font = CffFontRef::new_cff(data, 0, None).ok()?;
    let subfont = font.subfont(font.subfont_index(glyph)?, &[]).ok()?;
    let bounds = font.extents(&subfont, glyph, &[], Some(EM)).ok()??;
    Some((bounds.y_min / EM, bounds.y_max / EM))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_narrow_figures_are_in_doubt() {
        assert_eq!(doubtful("2", 0.31), Some(2));
        assert_eq!(doubtful("2", 0.5), None);
        assert_eq!(doubtful("a", 0.31), None);
        assert_eq!(doubtful("12", 0.31), None);
        assert_eq!(doubtful("2", 0.0), None);
    }

    #[test]
    fn a_damaged_program_says_nothing() {
        for program in [b"".as_slice(), b"\x01\x00\x04\x04", b"OTTO\x00\x01", b"%!PS"] {
            assert_eq!(placed(2, program, 3), None);
        }
    }
}
