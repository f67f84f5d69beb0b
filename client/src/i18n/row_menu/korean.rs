//! The words of the menu of a row, and of the list of keys, in Korean.

use yew::AttrValue;

use super::RowMenuPhrase;

pub(in crate::i18n) fn say(phrase: RowMenuPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        RowMenuPhrase::Name => "줄",
        RowMenuPhrase::Copy => "내용 복사",
        RowMenuPhrase::CopyFormatted => "정리한 JSON으로 복사",
        RowMenuPhrase::CopyCommand => "websocat 명령으로 복사",
        RowMenuPhrase::CopyWithTime => "시각과 함께 복사",
        RowMenuPhrase::SendAgain => "다시 보내기",
        RowMenuPhrase::Edit => "고쳐서 보내기",
        RowMenuPhrase::Seek => "이것만 보기",
        RowMenuPhrase::Hide => "비슷한 메시지 숨기기",
        RowMenuPhrase::Measure => "여기부터 시간 재기",

        RowMenuPhrase::Keys => "단축키",
        RowMenuPhrase::Close => "닫기",
        RowMenuPhrase::Rows => "다음 줄이나 이전 줄로",
        RowMenuPhrase::Range => "여러 줄 고르기",
        RowMenuPhrase::All => "모든 줄이나 찾은 줄 고르기",
        RowMenuPhrase::CopyRows => "고른 줄 복사",
        RowMenuPhrase::OpenDetail => "자세히 보기",
        RowMenuPhrase::CloseDetail => "자세히 보기 닫기",
        RowMenuPhrase::OpenMenu => "줄의 메뉴",
        RowMenuPhrase::Freeze => "화면 멈추기, 다시 움직이기",
        RowMenuPhrase::Filter => "필터로",
        RowMenuPhrase::Address => "주소로",
        RowMenuPhrase::Compose => "메시지로",
        RowMenuPhrase::Tabs => "왼쪽이나 오른쪽 탭으로",
        RowMenuPhrase::KeysHint => "설정에서 한 글자 단축키를 끌 수 있습니다.",
    })
}
