//! The figures, and their medians.
//!
//! What belongs here: arithmetic over figures. What may not enter: measuring, and how figures are shown.

use serde::Serialize;

/// A kind of figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Figure {
    /// The server's time on a CPU for one message.
    CpuMicros,
    /// How many messages a second came back.
    MessagesPerSecond,
    /// The median of the round trips.
    RoundTripP50Micros,
    /// The 99th percentile of the round trips.
    RoundTripP99Micros,
    /// The 99.9th percentile of the round trips.
    RoundTripP999Micros,
    /// The share of its core that the load used.
    LoadPercent,
    /// By how much the server's memory grew for an idle connection.
    IdleKib,
    /// How many messages a second arrived, over all listeners.
    DeliveriesPerSecond,
    /// The server's time on a CPU for one message to one listener.
    DeliveryCpuMicros,
    /// The median of the time to the last listener.
    ToTheLastP50Micros,
    /// The 99th percentile of the time to the last listener.
    ToTheLastP99Micros,
    /// By how much the server's memory grew for a member of a room.
    MemberKib,
    /// The 99th percentile of the round trips beside a flood.
    BesideFloodP99Micros,
    /// The same as a multiple of the figure without a flood.
    BesideFloodTimes,
    /// How many messages a second came back to the flooding connection.
    FloodMessagesPerSecond,
    /// Throughput on two cores, as a multiple of that on one.
    TwoCoresTimes,
}

/// In the order of the report.
pub(crate) const FIGURES: [Figure; 16] = [
    Figure::CpuMicros,
    Figure::MessagesPerSecond,
    Figure::RoundTripP50Micros,
    Figure::RoundTripP99Micros,
    Figure::RoundTripP999Micros,
    Figure::LoadPercent,
    Figure::IdleKib,
    Figure::DeliveriesPerSecond,
    Figure::DeliveryCpuMicros,
    Figure::ToTheLastP50Micros,
    Figure::ToTheLastP99Micros,
    Figure::MemberKib,
    Figure::BesideFloodP99Micros,
    Figure::BesideFloodTimes,
    Figure::FloodMessagesPerSecond,
    Figure::TwoCoresTimes,
];

impl Figure {
    /// With its unit.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::CpuMicros => "Server's CPU, µs a message",
            Self::MessagesPerSecond => "Messages a second",
            Self::RoundTripP50Micros => "Round trip, median, µs",
            Self::RoundTripP99Micros => "Round trip, 99th percentile, µs",
            Self::RoundTripP999Micros => "Round trip, 99.9th percentile, µs",
            Self::LoadPercent => "Load's share of its own core, %",
            Self::IdleKib => "Resident memory of an idle connection, KiB",
            Self::DeliveriesPerSecond => "One to 1,000: deliveries a second",
            Self::DeliveryCpuMicros => "One to 1,000: server's CPU, µs a delivery",
            Self::ToTheLastP50Micros => "One to 1,000: to the last listener, median, µs",
            Self::ToTheLastP99Micros => "One to 1,000: to the last listener, 99th percentile, µs",
            Self::MemberKib => "10,000 in one room: resident memory of a member, KiB",
            Self::BesideFloodP99Micros => "16 KiB ×1, round trip, 99th percentile, µs",
            Self::BesideFloodTimes => "16 KiB ×1, 99th percentile, times that with no flood",
            Self::FloodMessagesPerSecond => "16 KiB ×256, the flood itself, messages a second",
            Self::TwoCoresTimes => "Throughput on two cores, times that on one",
        }
    }
}

/// One figure of one peer in one row, once a round.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Measurement {
    pub(crate) figure: Figure,
    pub(crate) peer: &'static str,
    /// The load: a shape, or another name.
    pub(crate) row: String,
    pub(crate) rounds: Vec<f64>,
}

impl Measurement {
    /// The median; of an even number, the lower middle value, which was measured. NaN of none.
    pub(crate) fn median(&self) -> f64 {
        let sorted = self.sorted();
        let middle = sorted.len().div_ceil(2).saturating_sub(1);
        sorted.get(middle).copied().unwrap_or(f64::NAN)
    }

    /// The lowest and the highest value.
    pub(crate) fn spread(&self) -> (f64, f64) {
        let sorted = self.sorted();
        let end = |value: Option<&f64>| value.copied().unwrap_or(f64::NAN);
        (end(sorted.first()), end(sorted.last()))
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

/// All figures of a run.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct Measurements(Vec<Measurement>);

impl Measurements {
    /// One more round of a figure.
    pub(crate) fn add(&mut self, figure: Figure, peer: &'static str, row: &str, value: f64) {
        let is_it = |it: &&mut Measurement| it.figure == figure && it.peer == peer && it.row == row;
        match self.0.iter_mut().find(is_it) {
            Some(measurement) => measurement.rounds.push(value),
            None => self.0.push(Measurement {
                figure,
                peer,
                row: row.to_owned(),
                rounds: vec![value],
            }),
        }
    }

    /// The series of a figure, in the order of their first measurement.
    pub(crate) fn of(&self, figure: Figure) -> impl Iterator<Item = &Measurement> {
        self.0.iter().filter(move |it| it.figure == figure)
    }

    /// The median, if it was measured.
    pub(crate) fn median(&self, figure: Figure, peer: &str, row: &str) -> Option<f64> {
        let found = self.find(figure, peer, row)?;
        Some(found.median())
    }

    /// One measurement.
    pub(crate) fn find(&self, figure: Figure, peer: &str, row: &str) -> Option<&Measurement> {
        self.of(figure).find(|it| it.peer == peer && it.row == row)
    }

    /// The rows and the peers of a figure, each once.
    pub(crate) fn axes(&self, figure: Figure) -> (Vec<&str>, Vec<&'static str>) {
        let (mut rows, mut peers) = (Vec::new(), Vec::new());
        for measurement in self.of(figure) {
            if !rows.contains(&measurement.row.as_str()) {
                rows.push(measurement.row.as_str());
            }
            if !peers.contains(&measurement.peer) {
                peers.push(measurement.peer);
            }
        }
        (rows, peers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measurements(values: &[f64]) -> Measurements {
        let mut measurements = Measurements::default();
        for &value in values {
            measurements.add(Figure::CpuMicros, "ullim", "32 B ×1", value);
        }
        measurements
    }

    #[test]
    fn median_is_a_measured_value() {
        let median =
            |values: &[f64]| measurements(values).median(Figure::CpuMicros, "ullim", "32 B ×1");
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[9.0, 1.0, 3.0, 2.0]), Some(2.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn figure_has_its_own_rows_and_peers() {
        let mut measurements = measurements(&[1.0, 2.0]);
        measurements.add(Figure::CpuMicros, "bun", "32 B ×1", 3.0);
        measurements.add(Figure::IdleKib, "bun", "10,000", 4.0);
        let (rows, peers) = measurements.axes(Figure::CpuMicros);
        assert_eq!((rows, peers), (vec!["32 B ×1"], vec!["ullim", "bun"]));
        let first = measurements.find(Figure::CpuMicros, "ullim", "32 B ×1");
        assert_eq!(first.map(Measurement::spread), Some((1.0, 2.0)));
    }
}
