//! The words of the handles in Korean.

use yew::AttrValue;

use super::HandlesPhrase;
use session::layout::Size;
use session::view::Column;

pub(in crate::i18n) fn say(phrase: HandlesPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        HandlesPhrase::Size(Size::Detail) => "자세히 보기의 너비",
        HandlesPhrase::Size(Size::Composer) => "메시지 입력란의 높이",
        HandlesPhrase::Size(Size::Column(Column::Number)) => "번호 열의 너비",
        HandlesPhrase::Size(Size::Column(Column::Time)) => "시각 열의 너비",
        HandlesPhrase::Size(Size::Column(Column::Size)) => "크기 열의 너비",
        HandlesPhrase::Payload => "내용",
        HandlesPhrase::ResetWidths => "너비 되돌리기",
    })
}
