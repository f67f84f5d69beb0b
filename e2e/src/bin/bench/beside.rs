//! Figures of this build, and of another one beside it.
//!
//! What belongs here: whose turn it is, and the ratios of both. What may not enter: measuring.

use std::path::{Path, PathBuf};

use anyhow::Result;
use e2e::page;

use crate::figure::{Figure, Limit};

/// Which build a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// The build under test.
    This,
    /// The build that it is measured beside.
    Other,
}

/// One number a round of each build.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Series {
    this: Vec<f64>,
    other: Vec<f64>,
}

/// What a series must keep.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Limits {
    /// The limit of this build's median.
    pub(crate) this: Option<Limit>,
    /// The limit of the ratio to the other build.
    pub(crate) ratio: Option<Limit>,
}

/// The builds of a round, in the order of their turns. Each comes first as often as the other.
pub(crate) fn turns(round: u32, is_beside: bool) -> &'static [Build] {
    match (is_beside, round.is_multiple_of(2)) {
        (false, _) => &[Build::This],
        (true, true) => &[Build::This, Build::Other],
        (true, false) => &[Build::Other, Build::This],
    }
}

/// The same with the server of each.
pub(crate) fn servers(round: u32, beside: Option<&Path>) -> Result<Vec<(Build, PathBuf)>> {
    let this = PathBuf::from(page::server_binary()?);
    let turns = turns(round, beside.is_some()).iter();
    Ok(turns
        .map(|&build| match (build, beside) {
            (Build::Other, Some(other)) => (build, other.to_owned()),
            _ => (Build::This, this.clone()),
        })
        .collect())
}

impl Series {
    /// Adds the number of the next round.
    pub(crate) fn push(&mut self, build: Build, number: f64) {
        match build {
            Build::This => self.this.push(number),
            Build::Other => self.other.push(number),
        }
    }

    /// This build's figure; with another build also that one's, and the ratios of the two.
    pub(crate) fn figures(self, what: &str, unit: &'static str, limits: Limits) -> Vec<Figure> {
        if self.other.is_empty() {
            return vec![limited(Figure::new(what, unit, self.this), limits.this)];
        }
        let ratios = self.this.iter().zip(&self.other);
        let ratios = ratios.map(|(this, other)| this / other).collect();
        let this = Figure::new(format!("{what}: this build"), unit, self.this);
        let other = Figure::new(format!("{what}: the other build"), unit, self.other);
        let ratio = vec![this.median() / other.median()];
        let ratio = Figure::new(format!("{what}: ratio of the medians"), "×", ratio);
        let ratios = Figure::new(format!("{what}: ratio in a round"), "×", ratios);
        vec![
            limited(this, limits.this),
            other,
            limited(ratio, limits.ratio),
            limited(ratios, limits.ratio),
        ]
    }
}

fn limited(figure: Figure, limit: Option<Limit>) -> Figure {
    match limit {
        Some(limit) => figure.limited(limit),
        None => figure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::table;

    fn series(this: &[f64], other: &[f64]) -> Series {
        Series {
            this: this.to_vec(),
            other: other.to_vec(),
        }
    }

    #[test]
    fn turns_of_two_builds_begin_with_each_in_turn() {
        assert_eq!(turns(0, true), [Build::This, Build::Other]);
        assert_eq!(turns(1, true), [Build::Other, Build::This]);
    }

    #[test]
    fn turns_without_another_build_are_of_this_one() {
        assert_eq!(turns(0, false), [Build::This]);
        assert_eq!(turns(1, false), [Build::This]);
    }

    #[test]
    fn series_of_pushed_numbers_keeps_them_by_build() {
        let mut pushed = Series::default();
        pushed.push(Build::Other, 2.0);
        pushed.push(Build::This, 1.0);
        pushed.push(Build::This, 3.0);
        assert_eq!(pushed, series(&[1.0, 3.0], &[2.0]));
    }

    #[test]
    fn series_without_another_build_is_one_figure() {
        let limits = Limits {
            this: Some(Limit::AtMost(100.0)),
            ratio: Some(Limit::AtMost(0.5)),
        };
        let figures = series(&[90.5, 90.5], &[]).figures("lesson", "KiB", limits);
        let expected = Figure::new("lesson", "KiB", vec![90.5, 90.5]).limited(Limit::AtMost(100.0));
        assert_eq!(figures, [expected]);
    }

    #[test]
    fn ratio_in_a_round_is_of_the_numbers_of_that_round() {
        let limits = Limits {
            this: None,
            ratio: Some(Limit::AtMost(0.5)),
        };
        let figures = series(&[300.0, 500.0, 400.0], &[1000.0, 800.0, 500.0]).figures(
            "first click",
            "ms",
            limits,
        );
        assert_eq!(
            table(&figures),
            "\
| figure                            | median | least–most | limit  |        |
| --------------------------------- | ------ | ---------- | ------ | ------ |
| first click: this build           | 400 ms | 300–500    |        |        |
| first click: the other build      | 800 ms | 500–1000   |        |        |
| first click: ratio of the medians | 0.50 × | 0.50–0.50  | ≤ 0.50 | ok     |
| first click: ratio in a round     | 0.62 × | 0.30–0.80  | ≤ 0.50 | MISSED |
"
        );
    }
}
