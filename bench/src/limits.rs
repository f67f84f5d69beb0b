//! The limits for Ullim's figures, and whether they are kept.

use serde::Serialize;

use crate::{
    measurements::{Figure, Measurements},
    peer::ULLIM,
};

/// A limit for a median, as a multiple of another's in the same run or by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    figure: Figure,
    /// The peer of the other median; without one, the limit is the value itself.
    of: Option<&'static str>,
    rows: Rows,
    bound: Bound,
}

/// The rows of a limit.
#[derive(Debug, Clone, Copy)]
enum Rows {
    /// Every row of the figure.
    All,
    /// These rows.
    These(&'static [&'static str]),
}

#[derive(Debug, Clone, Copy)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

/// Rows with sixteen messages of a connection in flight.
const SIXTEEN: Rows = Rows::These(&["32 B ×16", "1 KiB ×16"]);

/// The limits for Ullim.
pub(crate) const LIMITS: &[Limit] = &[
    cpu_of("bun", Rows::All, 1.0),
    cpu_of("naive", Rows::All, 0.85),
    cpu_of("ws", Rows::All, 0.6),
    cpu_of("naive", SIXTEEN, 0.4),
    cpu_of("ws", SIXTEEN, 0.08),
    cpu_of("raw", Rows::These(&["32 B ×16"]), 1.7),
    cpu_of("raw", Rows::These(&["64 KiB ×1"]), 1.6),
    Limit {
        figure: Figure::RoundTripP99Micros,
        of: Some("bun"),
        rows: Rows::All,
        bound: Bound::AtMost(1.0),
    },
    by_itself(Figure::BesideFloodTimes, Bound::AtMost(2.0)),
    by_itself(Figure::IdleKib, Bound::AtMost(8.0)),
    by_itself(Figure::TwoCoresTimes, Bound::AtLeast(1.7)),
];

const fn cpu_of(peer: &'static str, rows: Rows, at_most: f64) -> Limit {
    Limit {
        figure: Figure::CpuMicros,
        of: Some(peer),
        rows,
        bound: Bound::AtMost(at_most),
    }
}

const fn by_itself(figure: Figure, bound: Bound) -> Limit {
    Limit {
        figure,
        of: None,
        rows: Rows::All,
        bound,
    }
}

/// A limit in one row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Verdict {
    pub(crate) figure: Figure,
    pub(crate) of: Option<&'static str>,
    pub(crate) row: String,
    /// `≤ 1.7`.
    pub(crate) bound: String,
    /// The figure, unless one of the two was not measured.
    pub(crate) value: Option<f64>,
    pub(crate) is_kept: bool,
}

impl Limit {
    fn verdicts(self, measurements: &Measurements) -> Vec<Verdict> {
        let rows = match self.rows {
            Rows::All => measurements.axes(self.figure).0,
            Rows::These(rows) => rows.to_vec(),
        };
        let verdict = |row: &str| {
            let own = measurements.median(self.figure, ULLIM, row);
            let value = match self.of {
                None => own,
                Some(peer) => own
                    .zip(measurements.median(self.figure, peer, row))
                    .map(|(own, other)| own / other),
            };
            Verdict {
                figure: self.figure,
                of: self.of,
                row: row.to_owned(),
                bound: match self.bound {
                    Bound::AtMost(limit) => format!("≤ {limit}"),
                    Bound::AtLeast(limit) => format!("≥ {limit}"),
                },
                value,
                is_kept: value.is_some_and(|value| match self.bound {
                    Bound::AtMost(limit) => value <= limit,
                    Bound::AtLeast(limit) => value >= limit,
                }),
            }
        };
        if rows.is_empty() {
            return vec![verdict("every row")];
        }
        rows.into_iter().map(verdict).collect()
    }
}

/// Each limit in each of its rows. A limit without a figure is not kept.
pub(crate) fn judge(measurements: &Measurements) -> Vec<Verdict> {
    LIMITS
        .iter()
        .flat_map(|limit| limit.verdicts(measurements))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(peers: &[(&'static str, f64)], row: &str) -> Measurements {
        let mut measurements = Measurements::default();
        for (peer, value) in peers {
            measurements.add(Figure::CpuMicros, peer, row, *value);
        }
        measurements
    }

    #[test]
    fn ratio_is_of_medians_in_the_same_row() {
        let measurements = measured(&[("ullim", 1.6), ("raw", 1.0)], "32 B ×16");
        let limit = cpu_of("raw", Rows::These(&["32 B ×16", "64 KiB ×1"]), 1.7);
        let [first, second] = limit.verdicts(&measurements).try_into().unwrap();
        assert_eq!((first.value, first.is_kept), (Some(1.6), true));
        assert_eq!((second.value, second.is_kept), (None, false));
    }

    #[test]
    fn limit_is_kept_by_an_equal_value() {
        let measurements = measured(&[("ullim", 2.0)], "row");
        let is_kept = |bound| {
            let limit = by_itself(Figure::CpuMicros, bound);
            limit.verdicts(&measurements).iter().all(|it| it.is_kept)
        };
        assert!(is_kept(Bound::AtMost(2.0)) && is_kept(Bound::AtLeast(2.0)));
        assert!(!is_kept(Bound::AtMost(1.9)) && !is_kept(Bound::AtLeast(2.1)));
    }

    #[test]
    fn limit_without_a_figure_is_not_kept() {
        let verdicts = judge(&Measurements::default());
        assert!(verdicts.len() >= LIMITS.len());
        assert!(verdicts.iter().all(|it| !it.is_kept && it.value.is_none()));
    }

    #[test]
    fn limits_name_existing_rows_and_peers() {
        let shapes = crate::shape::SHAPES.map(|it| it.to_string());
        for limit in LIMITS {
            if let Rows::These(rows) = limit.rows {
                assert!(rows.iter().all(|row| shapes.iter().any(|it| it == row)));
            }
            if let Some(of) = limit.of {
                assert!(crate::peer::PEERS.iter().any(|it| it.name == of));
            }
        }
    }
}
