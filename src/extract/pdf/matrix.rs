//! Affine maps of the plane as PDF writes them: `[a b c d e f]` (PDF 32000-1, 8.3.3).

use crate::model::BBox;

/// x' = a x + c y + e, y' = b x + d y + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub e: f64,
    pub f: f64,
}

impl Matrix {
    pub const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    pub fn new(numbers: [f64; 6]) -> Self {
        let [a, b, c, d, e, f] = numbers;
        Self { a, b, c, d, e, f }
    }

    /// The map that does `self` first and `next` afterwards.
    pub fn then(self, next: Self) -> Self {
        Self {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    pub fn apply(self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// The map after a move by (x, y) in its own source space.
    pub fn moved(self, x: f64, y: f64) -> Self {
        let (e, f) = self.apply(x, y);
        Self { e, f, ..self }
    }

    pub fn determinant(self) -> f64 {
        self.a * self.d - self.b * self.c
    }

    /// The box around the image of a rectangle.
    pub fn bbox(self, x0: f64, y0: f64, x1: f64, y1: f64) -> BBox {
        let corners = [self.apply(x0, y0), self.apply(x1, y0), self.apply(x0, y1), self.apply(x1, y1)];
        let start =
            BBox { left: f32::INFINITY, top: f32::INFINITY, right: f32::NEG_INFINITY, bottom: f32::NEG_INFINITY };
        corners.iter().fold(start, |bbox, &(x, y)| {
            let (x, y) = (x as f32, y as f32);
            bbox.union(BBox { left: x, top: y, right: x, bottom: y })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matrices() -> impl Strategy<Value = Matrix> {
        prop::array::uniform6(-100.0..100.0).prop_map(Matrix::new)
    }

    proptest! {
        #[test]
        fn then_is_composition(first in matrices(), second in matrices(), x in -50.0..50.0, y in -50.0..50.0) {
            let (x1, y1) = first.apply(x, y);
            let want = second.apply(x1, y1);
            let got = first.then(second).apply(x, y);
            prop_assert!((want.0 - got.0).abs() < 1e-3 && (want.1 - got.1).abs() < 1e-3);
        }

        #[test]
        fn moving_is_a_translation_first(matrix in matrices(), x in -50.0..50.0, y in -50.0..50.0) {
            let translation = Matrix { e: x, f: y, ..Matrix::IDENTITY };
            let (want, got) = (translation.then(matrix), matrix.moved(x, y));
            prop_assert!((want.e - got.e).abs() < 1e-6 && (want.f - got.f).abs() < 1e-6);
        }
    }
}
