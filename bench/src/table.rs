//! Tables in Markdown, which can be read as plain text, too.

use std::fmt::Write as _;

use crate::{
    limits::Verdict,
    measurements::{Figure, Measurement, Measurements},
};

/// A figure: a line for each peer and a column for each row of the load. A cell has the median, the lowest and the
/// highest value of the rounds.
pub(crate) fn of_figure(measurements: &Measurements, figure: Figure) -> String {
    let (rows, peers) = measurements.axes(figure);
    let head = std::iter::once(String::new()).chain(rows.iter().map(|&it| it.to_owned()));
    let lines = peers.iter().map(|peer| {
        let cells = rows.iter().map(|row| {
            let found = measurements.find(figure, peer, row);
            found.map_or_else(|| "–".to_owned(), cell)
        });
        std::iter::once((*peer).to_owned()).chain(cells).collect()
    });
    aligned(
        &std::iter::once(head.collect())
            .chain(lines)
            .collect::<Vec<_>>(),
    )
}

/// The limits, and whether they are kept.
pub(crate) fn of_limits(verdicts: &[Verdict]) -> String {
    let head = ["limit", "of", "row", "is", "must be", ""].map(str::to_owned);
    let mut lines = vec![head.to_vec()];
    for verdict in verdicts {
        let is_kept = match (verdict.value, verdict.is_kept) {
            (None, _) => "not measured",
            (_, true) => "ok",
            (_, false) => "MISSED",
        };
        lines.push(vec![
            verdict.figure.title().to_owned(),
            verdict.of.map_or_else(String::new, |it| format!("× {it}")),
            verdict.row.clone(),
            verdict.value.map_or_else(String::new, number),
            verdict.bound.clone(),
            is_kept.to_owned(),
        ]);
    }
    aligned(&lines)
}

fn cell(measurement: &Measurement) -> String {
    let median = number(measurement.median());
    match measurement.spread() {
        (least, most) if measurement.rounds.len() > 1 => {
            format!("{median} ({}–{})", number(least), number(most))
        }
        _ => median,
    }
}

/// A value with its significant decimals: two for a ratio, none for thousands.
pub(crate) fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude >= 100.0 {
        format!("{value:.0}")
    } else if magnitude >= 10.0 {
        format!("{value:.1}")
    } else if magnitude >= 1.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.3}")
    }
}

/// The first line is the head. Figures are aligned to the right.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|it| it.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let mut table = String::new();
    for (place, line) in lines.iter().enumerate() {
        for (cell, width) in line.iter().zip(&widths) {
            // A String takes everything that is written into it.
            let _ = write!(table, "| {cell:<width$} ");
        }
        table += "|\n";
        if place == 0 {
            for width in &widths {
                let _ = write!(table, "| {} ", "-".repeat(*width.max(&1)));
            }
            table += "|\n";
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_has_a_line_for_each_peer_and_a_column_for_each_row() {
        let mut measurements = Measurements::default();
        for value in [5.0, 5.41, 5.2] {
            measurements.add(Figure::CpuMicros, "ullim", "32 B ×1", value);
        }
        measurements.add(Figure::CpuMicros, "ullim", "64 KiB ×1", 25.25);
        measurements.add(Figure::CpuMicros, "bun", "32 B ×1", 0.514);
        assert_eq!(
            of_figure(&measurements, Figure::CpuMicros),
            "\
|       | 32 B ×1          | 64 KiB ×1 |
| ----- | ---------------- | --------- |
| ullim | 5.20 (5.00–5.41) | 25.2      |
| bun   | 0.514            | –         |
"
        );
    }

    #[test]
    fn missed_limit_is_marked() {
        let verdict = |value, is_kept| Verdict {
            figure: Figure::IdleKib,
            of: None,
            row: "10,000".to_owned(),
            bound: "≤ 8".to_owned(),
            value,
            is_kept,
        };
        let table = of_limits(&[
            verdict(Some(7.5), true),
            verdict(Some(8.5), false),
            verdict(None, false),
        ]);
        let last: Vec<_> = table
            .lines()
            .filter_map(|line| line.trim_end_matches(" |").rsplit("| ").next())
            .map(str::trim)
            .collect();
        assert_eq!(last[2..], ["ok", "MISSED", "not measured"]);
    }
}
