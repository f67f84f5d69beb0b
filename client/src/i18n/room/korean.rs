//! The room's words in Korean.

use protocol::superchat::{ErrorCode, MAX_TEXT_BYTES};
use yew::AttrValue;

use super::RoomPhrase;
use session::size::grouped;

pub(super) fn say(phrase: RoomPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        RoomPhrase::Away => {
            "연결되어 있지 않습니다. 하신 말은 여기서 기다렸다가 다시 연결되면 전합니다."
        }
        RoomPhrase::Unspoken => {
            "서버가 superchat에 응하지 않아 방으로 볼 수 없습니다. 오는 메시지는 기록에서 볼 수 있습니다."
        }
        RoomPhrase::Joining => "들어가는 중…",
        RoomPhrase::In => "방에 있음",
        RoomPhrase::Refused => "서버가 들여보내지 않았습니다.",
        RoomPhrase::TryAgain => "다시 시도",
        RoomPhrase::CopyLink => "링크 복사",
        RoomPhrase::LinkNotCopied => {
            "브라우저가 클립보드에 쓰는 것을 막았습니다. 여기서 복사하세요:"
        }
        RoomPhrase::YourName => "내 이름",
        RoomPhrase::ChangeName => "이름 바꾸기",
        RoomPhrase::BadName => why(ErrorCode::BadName),
        RoomPhrase::NotThatName => {
            "그 이름을 받지 못했습니다. 다른 사람이 쓰고 있거나, 다른 창에서도 이 방에 들어와 계십니다."
        }
        RoomPhrase::People { count } => {
            return format!("여기 있는 사람 {}명", grouped(count)).into();
        }
        RoomPhrase::More { count } => return format!("외 {}명", grouped(count)).into(),
        RoomPhrase::Writing { .. } => " 님이 쓰는 중…",

        RoomPhrase::Messages => "방의 메시지",
        RoomPhrase::Empty => "아직 아무도 말하지 않았습니다.",
        RoomPhrase::LetGo { count } => {
            return format!(
                "더 오래된 메시지 {}개는 이제 보이지 않습니다.",
                grouped(count)
            )
            .into();
        }
        RoomPhrase::NewLog => {
            "서버가 기록을 새로 시작했습니다. 이 위의 메시지는 새 기록에 없습니다."
        }
        RoomPhrase::Gap => "여기에 빠진 메시지가 있습니다. 서버에도 이제 남아 있지 않습니다.",
        RoomPhrase::Unread => "새 메시지",
        RoomPhrase::ToUnread => "첫 번째 새 메시지로",
        RoomPhrase::ToNewest { unread: 0 } => "맨 아래로",
        RoomPhrase::ToNewest { unread } => {
            return format!("맨 아래로 (새 메시지 {}개)", grouped(unread)).into();
        }
        RoomPhrase::You => "나",

        RoomPhrase::Pending => "아직 전하지 않음",
        RoomPhrase::Acknowledged => "✓ 전함",
        RoomPhrase::NotSaid => "전하지 못함:",
        RoomPhrase::OtherRoom => "다른 방에서 쓴 글입니다.",
        RoomPhrase::EditAgain => "다시 쓰기",
        RoomPhrase::Dismiss => "지우기",

        RoomPhrase::Text => "할 말",
        RoomPhrase::Say => "말하기",
        RoomPhrase::Keys => "Enter로 말하고 Shift+Enter로 줄을 바꿉니다.",
        RoomPhrase::SaidLater => "방에 들어가는 대로 전합니다.",
        RoomPhrase::SaidWithSuperchat => "superchat으로 연결될 때까지 여기서 기다립니다.",
        RoomPhrase::Bytes { bytes } => {
            let (bytes, most) = (grouped(bytes as u64), grouped(MAX_TEXT_BYTES as u64));
            return format!("{most}바이트 중 {bytes}바이트").into();
        }
        RoomPhrase::TooLong => "한 번에 말하기에는 깁니다. 쓴 글은 그대로 있습니다.",
        RoomPhrase::TooMuch => {
            "기다리는 말이 너무 많습니다. 쓴 글은 그대로 있으니, 기다리는 말이 줄면 다시 말하세요."
        }
        RoomPhrase::NotKept => {
            "브라우저에 기다리는 말을 보관할 자리가 없습니다. 새로 고치면 사라집니다."
        }

        RoomPhrase::Why(code) => why(code),
    })
}

fn why(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadMessage => "서버가 메시지를 알아듣지 못했습니다.",
        ErrorCode::NotJoined => "먼저 방에 들어가야 합니다.",
        ErrorCode::AlreadyJoined => "이미 방에 있습니다.",
        ErrorCode::BadRoom => "방 이름은 1~64바이트이고, 제어 문자나 앞뒤 공백이 없어야 합니다.",
        ErrorCode::BadName => {
            "이름은 1~48바이트이고, 제어 문자, 콜론, 앞뒤 공백이 없어야 하며, !로 시작할 수 없습니다."
        }
        ErrorCode::BadId => "서버가 메시지의 식별자를 받지 않았습니다.",
        ErrorCode::EmptyText => "할 말이 비어 있습니다.",
        ErrorCode::TextTooLong => "글이 8,192바이트보다 깁니다.",
        ErrorCode::TooFast => "짧은 시간에 너무 많이 말했습니다.",
        ErrorCode::TooManyRooms => "서버에 더 이상 방을 만들 수 없습니다.",
        ErrorCode::RoomFull => "방이 가득 찼습니다.",
        ErrorCode::IdForgotten => {
            "너무 오래전에 한 말이라 기록에 남았는지 알 수 없습니다. 위를 살펴보고, 없으면 다시 쓰세요."
        }
        ErrorCode::StoreUnavailable => "지금은 메시지를 보관할 수 없습니다.",
    }
}
