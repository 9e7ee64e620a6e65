//! What fills shapes and letters, as far as it decides whether text is seen.

/// Paint of less opacity leaves no mark.
const OPAQUE: f64 = 0.03;

/// What fills shapes and letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fill {
    /// Numbers of the colour space count ink, not light.
    pub ink: bool,
    pub white: bool,
    pub opacity: f64,
}

impl Fill {
    pub const BLACK: Self = Self { ink: false, white: false, opacity: 1.0 };

    /// Whether it leaves a mark on white paper.
    pub fn shows(&self) -> bool {
        !self.white && self.opacity > OPAQUE
    }
}
