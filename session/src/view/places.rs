//! The places of rows: which row of a window takes over the element of which row of the window before.

use std::ops::RangeInclusive;

use super::Row;

/// The places of the rows in a window. A row that stays in the window keeps its place, so that what a person has
/// selected in it stays, too. Where no row stays, as in each frame of a flood, the rows take the places of those before.
/// To write into elements is cheaper than to make them.
#[derive(Debug, Default)]
pub struct Places {
    /// The difference of a row's number and its place.
    shift: u64,
    /// The numbers of the last window.
    numbers: Option<RangeInclusive<u64>>,
}

impl Places {
    /// Takes the rows of the next window. Gives what is to be subtracted from a row's number, with wrapping, to get its
    /// place.
    pub fn shift_for(&mut self, rows: &[Row]) -> u64 {
        if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
            let (first, last) = (first.number, last.number);
            if let Some(before) = self.numbers.replace(first..=last)
                && (last < *before.start() || first > *before.end())
            {
                let moved = first.wrapping_sub(*before.start());
                self.shift = self.shift.wrapping_add(moved);
            }
        }
        self.shift
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::record::{Opening, Record, RecordKind};
    use crate::time::{Time, WallTime};

    /// The places of the rows with these numbers.
    fn places_in(places: &mut Places, numbers: Range<u64>) -> Vec<u64> {
        let row = |number| Row {
            number,
            position: number + 1,
            record: Record {
                at: Time(0.0),
                wall: WallTime(0.0),
                kind: RecordKind::Opened(Opening::default().into()),
            },
            after_previous_ms: None,
            after_opening_ms: None,
            after_chosen_ms: None,
            lines: 1,
            is_hit: false,
            excerpt: None,
            hits: vec![],
            is_selected: false,
        };
        let rows: Vec<_> = numbers.map(row).collect();
        let shift = places.shift_for(&rows);
        let place = |row: &Row| row.number.wrapping_sub(shift);
        rows.iter().map(place).collect()
    }

    #[test]
    fn row_that_stays_in_the_window_keeps_its_place() {
        let mut places = Places::default();
        let before = places_in(&mut places, 10..14);
        let after = places_in(&mut places, 12..16);
        assert_eq!(before[2..], after[..2]);
        assert!(after[2..].iter().all(|place| !before.contains(place)));
    }

    #[test]
    fn rows_of_which_none_was_there_take_the_places_of_those_before() {
        let mut places = Places::default();
        let before = places_in(&mut places, 10..14);
        assert_eq!(places_in(&mut places, 1_000..1_004), before);
        // Back, past an empty window, and with more rows.
        assert!(places_in(&mut places, 0..0).is_empty());
        assert_eq!(places_in(&mut places, 0..6)[..4], before);
    }
}
