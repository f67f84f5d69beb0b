//! The words around the workbench's parts in Korean.

use yew::AttrValue;

use super::WorkbenchPhrase;
use session::format::human_size;
use session::layout::Drawer;
use session::pane::Pane;
use session::view::{Column, Density};

pub(in crate::i18n) fn say(phrase: WorkbenchPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        WorkbenchPhrase::Compose => "보낼 메시지",
        WorkbenchPhrase::ChoosePane => "연결 보기",
        WorkbenchPhrase::Pane(Pane::Log) => "기록",
        WorkbenchPhrase::Pane(Pane::Room) => "대화방",
        WorkbenchPhrase::Pane(Pane::Quotes) => "시세",
        WorkbenchPhrase::Drawer(Drawer::Endpoints) => "엔드포인트",
        WorkbenchPhrase::Drawer(Drawer::Numbers) => "수치",
        WorkbenchPhrase::Pin => "고정",
        WorkbenchPhrase::CloseDrawer => "서랍 닫기",
        WorkbenchPhrase::Settings => "설정",
        WorkbenchPhrase::Rows => "기록의 줄",
        WorkbenchPhrase::Density(Density::Compact) => "낮게",
        WorkbenchPhrase::Density(Density::Comfortable | Density::Touch) => "높게",
        WorkbenchPhrase::Columns => "열",
        WorkbenchPhrase::Column(Column::Number) => "번호",
        WorkbenchPhrase::Column(Column::Time) => "시각",
        WorkbenchPhrase::Column(Column::Size) => "크기",
        WorkbenchPhrase::KeysHelp => "단축키 보기",
        WorkbenchPhrase::SingleKeys => "한 글자 단축키",
        WorkbenchPhrase::RoundTrip => "왕복",
        WorkbenchPhrase::Why => "이유",
        WorkbenchPhrase::CloseWhy => "설명 닫기",
        WorkbenchPhrase::Copied => "클립보드에 복사했습니다.",
        WorkbenchPhrase::NotCopied => {
            "브라우저가 클립보드 접근을 막았습니다. 자세히 보기를 열어 직접 선택해 복사하세요."
        }
        WorkbenchPhrase::Memory => "메모리",
        WorkbenchPhrase::MemoryBudget => "모든 기록의 한도(MiB)",
        WorkbenchPhrase::MemoryHint { least, most } => {
            return format!(
                "{least}부터 {most}까지 정할 수 있습니다. 한도를 넘으면 가장 오래된 메시지부터 지우고, \
                 몇 개를 지웠는지 기록 첫머리에 적습니다."
            )
            .into();
        }
        WorkbenchPhrase::ConnectTimeout => "연결 제한 시간",
        WorkbenchPhrase::ConnectTimeoutField => "시도마다의 한도(초)",
        WorkbenchPhrase::ConnectTimeoutHint { least, most } => {
            return format!(
                "{least}부터 {most}까지 정할 수 있습니다. 한도를 넘으면 그 시도를 그만둡니다. 응답 없는 \
                 시도 하나가 같은 서버로 가는 다른 연결을 모두 막습니다."
            )
            .into();
        }
        WorkbenchPhrase::Seconds { seconds } => return format!("{seconds}초").into(),
        WorkbenchPhrase::MemoryUsed { used, budget } => {
            return format!("{} 중 {} 사용", human_size(budget), human_size(used)).into();
        }
    })
}
