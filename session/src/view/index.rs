//! The index of rows, in order: the record, the height and the hit of each.

use std::collections::VecDeque;
use std::ops::{Add, AddAssign, SubAssign};

use super::Density;

/// The number of rows in a block.
const BLOCK_ROWS: usize = 1_024;

/// Rows in the order of their numbers, in blocks with sums. A search by index, number or distance takes one
/// step a block and one a row of one block. For a million rows that is some two thousand steps, or
/// microseconds. The index grows at both ends, as a scan starts at the row in view.
#[derive(Debug, Default)]
pub(super) struct Index {
    density: Density,
    blocks: VecDeque<Block>,
    sums: Sums,
}

#[derive(Debug)]
struct Block {
    rows: VecDeque<IndexRow>,
    sums: Sums,
}

/// A row in eight bytes, as every message may have one: the number above four bits, three for the lines and
/// one for the hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IndexRow(u64);

/// The sums of some rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sums {
    pub(super) rows: u64,
    pub(super) lines: u64,
    pub(super) hits: u64,
}

impl Index {
    /// An empty index of rows that are this high.
    pub(super) fn new(density: Density) -> Self {
        Self {
            density,
            ..Self::default()
        }
    }

    /// How high the rows are.
    pub(super) fn density(&self) -> Density {
        self.density
    }

    /// Makes the rows this high.
    pub(super) fn set_density(&mut self, density: Density) {
        self.density = density;
    }

    /// The height of rows with these sums together.
    pub(super) fn px(&self, sums: Sums) -> u64 {
        sums.rows * self.density.padding_px() + sums.lines * self.density.line_px()
    }

    /// The height of a row.
    pub(super) fn row_px(&self, row: IndexRow) -> u64 {
        self.px(row.sums())
    }

    /// Appends a row; its number is above all others.
    pub(super) fn push_back(&mut self, row: IndexRow) {
        if self.blocks.back().is_none_or(Block::is_full) {
            self.blocks.push_back(Block::new());
        }
        if let Some(block) = self.blocks.back_mut() {
            block.rows.push_back(row);
            block.sums += row.sums();
            self.sums += row.sums();
        }
    }

    /// Prepends a row; its number is below all others.
    pub(super) fn push_front(&mut self, row: IndexRow) {
        if self.blocks.front().is_none_or(Block::is_full) {
            self.blocks.push_front(Block::new());
        }
        if let Some(block) = self.blocks.front_mut() {
            block.rows.push_front(row);
            block.sums += row.sums();
            self.sums += row.sums();
        }
    }

    /// Removes all rows below this number.
    pub(super) fn forget_below(&mut self, number: u64) {
        while let Some(block) = self.blocks.front_mut() {
            while let Some(row) = block.rows.pop_front_if(|row| row.number() < number) {
                block.sums -= row.sums();
                self.sums -= row.sums();
            }
            if !block.rows.is_empty() {
                return;
            }
            self.blocks.pop_front();
        }
    }

    /// The sums of all rows.
    pub(super) fn sums(&self) -> Sums {
        self.sums
    }

    /// The row at this index, from 0 at the top.
    pub(super) fn row(&self, row_index: u64) -> Option<IndexRow> {
        self.find(|sums, _| sums.rows > row_index).1
    }

    /// The sums of all rows above this index.
    pub(super) fn above(&self, row_index: u64) -> Sums {
        self.find(|sums, _| sums.rows > row_index).0
    }

    /// The index of the first row whose number is at least this.
    pub(super) fn index_of(&self, number: u64) -> u64 {
        self.find(|_, row| row.number() >= number).0.rows
    }

    /// The index of the row at this distance from the top, and the distance of its own top.
    pub(super) fn index_at(&self, px: u64) -> (u64, u64) {
        let above = self.find(|sums, _| self.px(sums) > px).0;
        (above.rows, self.px(above))
    }

    /// The index of a hit, by its rank from 0 at the top.
    pub(super) fn index_of_hit(&self, hit: u64) -> Option<u64> {
        let (above, row) = self.find(|sums, _| sums.hits > hit);
        row.map(|_| above.rows)
    }

    /// The rows from this index on.
    pub(super) fn rows_from(&self, row_index: u64) -> impl Iterator<Item = IndexRow> {
        let mut skip = usize::try_from(row_index).unwrap_or(usize::MAX);
        let mut blocks_above = 0;
        for block in &self.blocks {
            if skip < block.rows.len() {
                break;
            }
            skip -= block.rows.len();
            blocks_above += 1;
        }
        let blocks = self.blocks.range(blocks_above..);
        blocks.flat_map(|block| &block.rows).skip(skip).copied()
    }

    /// The first row for which `is_reached` holds, and the sums of the rows above it; the sums of all rows
    /// if there is none. `is_reached` gets the sums down to and including a row, and the row. Once it
    /// holds, it must hold for every row below.
    fn find(&self, is_reached: impl Fn(Sums, IndexRow) -> bool) -> (Sums, Option<IndexRow>) {
        let mut above = Sums::default();
        for block in &self.blocks {
            let ends_above = |row| !is_reached(above + block.sums, row);
            if block.rows.back().copied().is_none_or(ends_above) {
                above += block.sums;
                continue;
            }
            for row in block.rows.iter().copied() {
                if is_reached(above + row.sums(), row) {
                    return (above, Some(row));
                }
                above += row.sums();
            }
        }
        (above, None)
    }
}

impl Block {
    fn new() -> Self {
        Self {
            rows: VecDeque::with_capacity(BLOCK_ROWS),
            sums: Sums::default(),
        }
    }

    fn is_full(&self) -> bool {
        self.rows.len() == BLOCK_ROWS
    }
}

impl IndexRow {
    /// A row of at most seven lines.
    pub(super) fn new(number: u64, lines: usize, is_hit: bool) -> Self {
        Self(number << 4 | (lines as u64 & 7) << 1 | u64::from(is_hit))
    }

    pub(super) fn number(self) -> u64 {
        self.0 >> 4
    }

    pub(super) fn is_hit(self) -> bool {
        self.0 & 1 == 1
    }

    pub(super) fn lines(self) -> u64 {
        self.0 >> 1 & 7
    }

    fn sums(self) -> Sums {
        Sums {
            rows: 1,
            lines: self.lines(),
            hits: u64::from(self.is_hit()),
        }
    }
}

impl Add for Sums {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            lines: self.lines + other.lines,
            hits: self.hits + other.hits,
        }
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Sums {
    fn sub_assign(&mut self, other: Self) {
        self.rows -= other.rows;
        self.lines -= other.lines;
        self.hits -= other.hits;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Rows in a plain list, pushed to both ends and removed at the top.
    fn any_rows() -> impl Strategy<Value = (Index, Vec<IndexRow>)> {
        let run = (
            any::<bool>(),
            1_usize..1_500,
            1_u64..4,
            1_usize..=5,
            1_u64..9,
        );
        (prop::collection::vec(run, 0..8), 0_u64..3_000).prop_map(|(runs, forgotten)| {
            let mut index = Index::default();
            let mut plain = VecDeque::new();
            let (mut lowest, mut highest) = (1 << 20, 1 << 20);
            for (at_back, count, gap, lines, hit_every) in runs {
                for _ in 0..count {
                    let number = if at_back { highest } else { lowest - gap };
                    let row = IndexRow::new(number, lines, number.is_multiple_of(hit_every));
                    if at_back {
                        highest += gap;
                        index.push_back(row);
                        plain.push_back(row);
                    } else {
                        lowest -= gap;
                        index.push_front(row);
                        plain.push_front(row);
                    }
                }
            }
            index.forget_below(lowest + forgotten);
            plain.retain(|row| row.number() >= lowest + forgotten);
            (index, plain.into())
        })
    }

    #[test]
    fn row_returns_its_parts_and_is_eight_bytes() {
        let row = IndexRow::new((1 << 60) - 1, 5, true);
        assert_eq!(
            (row.number(), row.lines(), row.is_hit()),
            ((1 << 60) - 1, 5, true)
        );
        assert_eq!(size_of::<IndexRow>(), 8);
    }

    proptest! {
        #[test]
        fn index_of_any_rows_agrees_with_a_plain_list((index, plain) in any_rows(), salt in any::<u64>()) {
            let sums = |rows: &[IndexRow]| rows.iter().fold(Sums::default(), |sums, row| sums + row.sums());
            prop_assert_eq!(index.sums(), sums(&plain));
            let row_index = salt % (plain.len() as u64 + 2);
            let split = plain.len().min(row_index as usize);
            let (above, below) = plain.split_at(split);
            prop_assert_eq!(index.row(row_index), below.first().copied());
            prop_assert_eq!(index.above(row_index), sums(above));
            prop_assert!(index.rows_from(row_index).eq(below.iter().copied()));
            for number in below.first().map_or(0..1, |row| row.number()..row.number() + 3) {
                let naive = plain.iter().take_while(|row| row.number() < number).count();
                prop_assert_eq!(index.index_of(number), naive as u64);
            }
            let hits: Vec<_> = (0_u64..).zip(&plain).filter(|(_, row)| row.is_hit()).collect();
            let hit = salt % (hits.len() as u64 + 2);
            prop_assert_eq!(index.index_of_hit(hit), hits.get(hit as usize).map(|(row_index, _)| *row_index));
            let top_px = index.px(sums(above));
            if let Some(row) = below.first() {
                for px in [0, index.row_px(*row) - 1] {
                    prop_assert_eq!(index.index_at(top_px + px), (row_index, top_px));
                }
            }
        }

        #[test]
        fn block_never_reallocates((index, plain) in any_rows()) {
            let room: usize = index.blocks.iter().map(|block| block.rows.capacity()).sum();
            prop_assert!(room <= plain.len() + 3 * BLOCK_ROWS);
        }
    }
}
