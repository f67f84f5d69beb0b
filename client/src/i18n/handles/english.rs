//! The words of the handles in English.

use yew::AttrValue;

use super::HandlesPhrase;
use session::layout::Size;
use session::view::Column;

pub(in crate::i18n) fn say(phrase: HandlesPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        HandlesPhrase::Size(Size::Detail) => "Width of the details",
        HandlesPhrase::Size(Size::Composer) => "Height of the message field",
        HandlesPhrase::Size(Size::Column(Column::Number)) => "Width of the column of numbers",
        HandlesPhrase::Size(Size::Column(Column::Time)) => "Width of the column of times",
        HandlesPhrase::Size(Size::Column(Column::Size)) => "Width of the column of sizes",
        HandlesPhrase::Payload => "Payload",
        HandlesPhrase::ResetWidths => "Reset the widths",
    })
}
