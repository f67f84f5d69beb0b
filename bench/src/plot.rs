//! A figure as a plot: the bars of all peers side by side, with a panel for each row of the load.
//!
//! It is SVG written by hand. It has only rectangles and words, and its style suits a dark page and a bright one.

use std::fmt::Write as _;

use crate::{
    measurements::{Figure, Measurement, Measurements},
    peer::ULLIM,
    table,
};

/// All lengths are in the picture's own units, which are pixels where it is not scaled.
const WIDTH: f64 = 880.0;
const COLUMNS: usize = 2;
const MARGIN: f64 = 16.0;
const NAME_WIDTH: f64 = 118.0;
const NUMBER_WIDTH: f64 = 52.0;
const LINE: f64 = 20.0;
const BAR: f64 = 12.0;
const HEADING: f64 = 30.0;

/// The colours of text and lines on GitHub's bright and dark pages.
const STYLE: &str = "\
text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.row { font-weight: 600; }
.name { text-anchor: end; }
.bar { fill: #8c959f; }
.own { fill: #0969da; }
.spread { stroke: #1f2328; stroke-width: 1; }
.own-name { font-weight: 600; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.bar { fill: #6e7681; }
.own { fill: #4493f8; }
.spread { stroke: #e6edf3; }
}
";

/// The medians as bars from zero. A line across the end of a bar shows the lowest and the highest value.
pub(crate) fn of_figure(measurements: &Measurements, figure: Figure) -> String {
    let (rows, peers) = measurements.axes(figure);
    let columns = COLUMNS.min(rows.len().max(1));
    let panel_width = (WIDTH - MARGIN * (columns + 1) as f64) / columns as f64;
    let panel_height = HEADING + peers.len() as f64 * LINE + MARGIN;
    let height = HEADING + MARGIN + panel_height * rows.len().div_ceil(columns) as f64;
    let title = escaped(figure.title());
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         <text class=\"title\" x=\"{MARGIN}\" y=\"{}\">{title}</text>\n",
        MARGIN + 10.0
    );
    for (place, row) in rows.iter().enumerate() {
        let left = MARGIN + (place % columns) as f64 * (panel_width + MARGIN);
        let top = HEADING + MARGIN + (place / columns) as f64 * panel_height;
        // A String takes everything that is written into it.
        let _ = writeln!(
            svg,
            "<text class=\"row\" x=\"{}\" y=\"{}\">{}</text>",
            left + NAME_WIDTH,
            top + 12.0,
            escaped(row)
        );
        let found: Vec<_> = peers
            .iter()
            .filter_map(|peer| measurements.find(figure, peer, row))
            .collect();
        let most = found.iter().map(|it| it.spread().1).fold(0.0, f64::max);
        let scale = (panel_width - NAME_WIDTH - NUMBER_WIDTH) / most.max(f64::MIN_POSITIVE);
        for (line, measurement) in found.iter().enumerate() {
            let top = top + HEADING - 10.0 + line as f64 * LINE;
            svg += &bar(measurement, left, top, scale);
        }
    }
    svg + "</svg>\n"
}

fn bar(measurement: &Measurement, left: f64, top: f64, scale: f64) -> String {
    let begin = left + NAME_WIDTH;
    let (least, most) = measurement.spread();
    let median = measurement.median();
    let (bar, name) = if measurement.peer == ULLIM {
        ("bar own", "name own-name")
    } else {
        ("bar", "name")
    };
    let middle = top + BAR / 2.0;
    format!(
        "<text class=\"{name}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\
         <rect class=\"{bar}\" x=\"{begin:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{BAR}\"/>\
         <line class=\"spread\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{middle:.1}\" y2=\"{middle:.1}\"/>\
         <text x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
        begin - 6.0,
        top + 10.0,
        escaped(measurement.peer),
        (median * scale).max(0.0),
        begin + least * scale,
        begin + most * scale,
        begin + most * scale + 6.0,
        top + 10.0,
        table::number(median),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plot_has_a_bar_for_each_series_and_marks_ours() {
        let mut measurements = Measurements::default();
        for row in ["32 B ×1", "64 KiB ×1"] {
            measurements.add(Figure::CpuMicros, ULLIM, row, 5.0);
            measurements.add(Figure::CpuMicros, "bun", row, 10.0);
        }
        let svg = of_figure(&measurements, Figure::CpuMicros);
        assert_eq!(svg.matches("<rect class=\"bar\"").count(), 2);
        assert_eq!(svg.matches("<rect class=\"bar own\"").count(), 2);
        assert_eq!(svg.matches("class=\"row\"").count(), 2);
    }

    #[test]
    fn words_in_a_plot_are_escaped() {
        assert_eq!(escaped("a < b & c"), "a &lt; b &amp; c");
    }
}
