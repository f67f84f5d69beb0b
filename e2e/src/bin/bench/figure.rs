//! A figure with its limit, and the table of them.
//!
//! What belongs here: arithmetic over what was measured, and how it is shown. What may not enter: measuring.

use std::fmt::Write as _;

/// Something that was measured, once a round.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    what: String,
    unit: &'static str,
    /// In ascending order.
    rounds: Vec<f64>,
    limit: Option<Limit>,
}

/// What the median must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Limit {
    /// This or less.
    AtMost(f64),
    /// Less than this.
    Below(f64),
}

impl Figure {
    /// What was measured in each round. A round that gave no number counts as the worst.
    pub(crate) fn new(what: impl Into<String>, unit: &'static str, rounds: Vec<f64>) -> Self {
        let mut rounds = rounds;
        rounds.sort_by(f64::total_cmp);
        Self {
            what: what.into(),
            unit,
            rounds,
            limit: None,
        }
    }

    /// The same, with what its median must be.
    pub(crate) fn limited(self, limit: Limit) -> Self {
        Self {
            limit: Some(limit),
            ..self
        }
    }

    /// Whether it has a limit and does not keep it.
    pub(crate) fn is_missed(&self) -> bool {
        self.limit
            .is_some_and(|limit| !limit.is_kept_by(self.median()))
    }

    /// The value in the middle, and NaN of none.
    pub(crate) fn median(&self) -> f64 {
        median(&self.rounds)
    }

    fn cells(&self) -> [String; 5] {
        let least = self.rounds.first().copied().unwrap_or(f64::NAN);
        let most = self.rounds.last().copied().unwrap_or(f64::NAN);
        let (limit, verdict) = match self.limit {
            None => (String::new(), String::new()),
            Some(limit) => {
                let verdict = if self.is_missed() { "MISSED" } else { "ok" };
                (limit.to_string(), verdict.to_owned())
            }
        };
        [
            self.what.clone(),
            format!("{} {}", number(self.median()), self.unit),
            format!("{}–{}", number(least), number(most)),
            limit,
            verdict,
        ]
    }
}

impl Limit {
    fn is_kept_by(self, value: f64) -> bool {
        match self {
            Self::AtMost(limit) => value <= limit,
            Self::Below(limit) => value < limit,
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::AtMost(limit) => write!(formatter, "≤ {}", number(*limit)),
            Self::Below(limit) => write!(formatter, "< {}", number(*limit)),
        }
    }
}

/// The value in the middle, and NaN of none. The values are in ascending order.
fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

/// The smallest value that at least this many percent of them do not exceed, and NaN of none. The values are in
/// ascending order.
pub(crate) fn percentile(values: &[f64], percent: usize) -> f64 {
    let place = (values.len() * percent).div_ceil(100).saturating_sub(1);
    values.get(place).copied().unwrap_or(f64::NAN)
}

/// A Markdown table, which is as easily read where it is printed as in `docs/performance.md`.
pub(crate) fn table(figures: &[Figure]) -> String {
    let head = ["figure", "median", "least–most", "limit", ""].map(str::to_owned);
    let rows: Vec<_> = figures.iter().map(Figure::cells).collect();
    let widths: [usize; 5] = std::array::from_fn(|column| {
        let cells = rows.iter().chain([&head]).map(|row| &row[column]);
        cells.map(|it| it.chars().count()).max().unwrap_or_default()
    });
    let mut table = line(&head, widths);
    table += &line(&widths.map(|width| "-".repeat(width)), widths);
    for row in &rows {
        table += &line(row, widths);
    }
    table
}

fn line(cells: &[String; 5], widths: [usize; 5]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        // A String takes everything that is written into it.
        let _ = write!(line, "| {cell:<width$} ");
    }
    line + "|\n"
}

/// As many decimals as say something: two for a ratio, none for thousands.
fn number(value: f64) -> String {
    let magnitude = value.abs();
    if value.fract() == 0.0 || magnitude >= 100.0 {
        format!("{value:.0}")
    } else if magnitude >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_of_an_even_number_is_a_measured_value() {
        assert_eq!(median(&[1.0, 2.0, 3.0]), 2.0);
        assert_eq!(median(&[1.0, 2.0, 3.0, 9.0]), 2.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn percentile_99_is_not_exceeded_by_99_of_100() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(percentile(&values, 99), 99.0);
        assert_eq!(percentile(&values, 100), 100.0);
        assert_eq!(percentile(&[16.7], 99), 16.7);
    }

    #[test]
    fn limit_is_kept_by_the_median_alone() {
        let figure = Figure::new("frame", "ms", vec![90.0, 16.0, 17.0]);
        assert!(!figure.clone().limited(Limit::AtMost(17.0)).is_missed());
        assert!(figure.clone().limited(Limit::Below(17.0)).is_missed());
        assert!(!figure.is_missed());
    }

    #[test]
    fn figure_without_a_number_keeps_no_limit() {
        assert!(
            Figure::new("frame", "ms", vec![f64::NAN])
                .limited(Limit::AtMost(1.0))
                .is_missed()
        );
    }

    #[test]
    fn table_shows_whether_each_limit_is_kept() {
        let figures = [
            Figure::new("ratio", "×", vec![0.912, 0.95, 0.9]).limited(Limit::AtMost(1.15)),
            Figure::new("elements", "", vec![600.0]).limited(Limit::Below(600.0)),
            Figure::new("other", "ms", vec![2751.4]),
        ];
        assert_eq!(
            table(&figures),
            "\
| figure   | median  | least–most | limit  |        |
| -------- | ------- | ---------- | ------ | ------ |
| ratio    | 0.91 ×  | 0.90–0.95  | ≤ 1.15 | ok     |
| elements | 600     | 600–600    | < 600  | MISSED |
| other    | 2751 ms | 2751–2751  |        |        |
"
        );
    }
}
