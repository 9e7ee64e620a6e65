//! Intervals: how far a figure from so few sentences can be trusted.

/// z of a two-sided 95 % interval.
const Z95: f64 = 1.959_963_984_540_054;

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// The figure, 0 to 1.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Share of `right` among `of` with its Wilson interval (E. B. Wilson, JASA 22, 1927); `None` of nothing.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of sentences are far below 2^52")]
pub fn wilson(right: usize, of: usize) -> Option<Estimate> {
    if of == 0 {
        return None;
    }
    let n = of as f64;
    let share = right.min(of) as f64 / n;
    let z2 = Z95 * Z95;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    Some(Estimate { value: share, low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
}

/// Percentile bootstrap (B. Efron, 1979): `statistic` over samples of the indices `0..count`, drawn with return. The draws
/// are the same every time, so that two runs over the same sentences give the same figures.
#[must_use]
pub fn bootstrap(count: usize, rounds: usize, statistic: impl Fn(&[usize]) -> f64) -> (f64, f64) {
    let mut random = Random::new(1);
    let mut draw = vec![0; count];
    let mut values: Vec<f64> = (0..rounds)
        .map(|_| {
            draw.fill_with(|| random.below(count));
            statistic(&draw)
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rank among a few hundred rounds"
        )]
        let rank = (share * values.len() as f64) as usize;
        values.get(rank.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
    };
    (at(0.025), at(0.975))
}

/// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014): small, fast, the same everywhere.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 where there is none.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        let number = if limit == 0 { 0 } else { self.next() % limit };
        usize::try_from(number).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_as_in_the_tables() {
        // Newcombe, Statistics in Medicine 17 (1998), table I: 81/263, 15/148, 0/20, 1/29.
        for (right, of, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let found = wilson(right, of).unwrap();
            assert!((found.low - low).abs() < 1e-4 && (found.high - high).abs() < 1e-4, "{right}/{of}: {found:?}");
        }
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn the_bootstrap_brackets_a_mean_and_repeats_itself() {
        let data: Vec<f64> = (0..100).map(|number| f64::from(number % 2)).collect();
        let mean = |draw: &[usize]| draw.iter().filter_map(|&index| data.get(index)).sum::<f64>() / 100.0;
        let (low, high) = bootstrap(100, 400, mean);
        assert!(low > 0.35 && low < 0.47 && high > 0.53 && high < 0.65, "{low} {high}");
        assert_eq!(bootstrap(100, 400, mean), (low, high));
        assert_eq!(bootstrap(0, 10, |_| 0.5), (0.5, 0.5));
    }
}
