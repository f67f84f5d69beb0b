//! The words of the strip of tabs in Korean.

use yew::AttrValue;

use super::TabsPhrase;
use session::format::grouped;

pub(in crate::i18n) fn say(phrase: TabsPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        TabsPhrase::Tabs => "연결",
        TabsPhrase::Keys => "화살표 키로 탭을 옮기고, F2로 이름을 바꾸고, Delete로 닫습니다.",
        TabsPhrase::Unnamed => "새 연결",
        TabsPhrase::Unread { count } => {
            return format!("읽지 않은 메시지 {}개", grouped(count)).into();
        }
        TabsPhrase::New => "새 탭",
        TabsPhrase::Rename => "이름 바꾸기",
        TabsPhrase::Name => "탭 이름 (Enter로 저장하고 Esc로 취소합니다)",
        TabsPhrase::Duplicate => "복제",
        TabsPhrase::All => "모든 탭",
        TabsPhrase::Closed => "탭을 닫았습니다. 되돌리면 연결이 끊긴 채로 돌아옵니다.",
        TabsPhrase::Undo => "되돌리기",
        TabsPhrase::Close => "탭 닫기",
        TabsPhrase::UndeliveredQuestion => {
            "이 대화방에 아직 전송되지 않은 메시지가 있습니다. 탭을 닫고 버릴까요?"
        }
        TabsPhrase::KeepOpen => "그대로 두기",
    })
}
