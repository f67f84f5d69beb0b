//! The events of a view.

use super::{RowTime, SelectionMove};
use crate::detail;
use crate::filter::Criteria;
use crate::scroll::Scrolled;

/// An event of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person changed the filter.
    Criteria(Criteria),
    /// The person asked to load again what did not come.
    SearchAgain,
    /// The list was scrolled, or its height changed.
    Scrolled(Scrolled),
    /// The person takes hold of the list, and has turned it by this many pixels; down is positive. The browser does not
    /// scroll it.
    Turned(f64),
    /// The person asked for the newest row.
    FollowPressed,
    /// The person froze the view, or unfroze it.
    Frozen(bool),
    /// The person selected a row.
    Selected(u64),
    /// The person moved the selection.
    Moved(SelectionMove),
    /// The person selected the rows from the one selected before to this one.
    RangeSelected(u64),
    /// The person moved the end of the selected range.
    RangeMoved(SelectionMove),
    /// The person selected all rows, or all hits where there are any.
    AllSelected,
    /// The person asked for times since this record.
    MeasuredFrom(u64),
    /// The person opened the detail of the selected row, or closed it.
    DetailShown(bool),
    /// The person chose the kind of time that rows show.
    RowTimeChosen(RowTime),
    /// An event of the detail.
    Detail(detail::Event),
}
