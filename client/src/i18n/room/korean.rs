//! The room's words in Korean.

use protocol::superchat::{ErrorCode, MAX_TEXT_BYTES};
use yew::AttrValue;

use super::RoomPhrase;
use session::format::grouped;

pub(in crate::i18n) fn say(phrase: RoomPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        RoomPhrase::NotConnected => {
            "연결되어 있지 않습니다. 메시지는 여기서 기다렸다가 다시 연결되면 보냅니다."
        }
        RoomPhrase::NotSuperchat => {
            "서버가 superchat을 받아들이지 않아 대화방이 아닙니다. 메시지는 기록에서 볼 수 있습니다."
        }
        RoomPhrase::Joining => "들어가는 중…",
        RoomPhrase::Joined => "참여 중",
        RoomPhrase::Refused => "서버가 입장을 거절했습니다.",
        RoomPhrase::TryAgain => "다시 시도",
        RoomPhrase::Menu => "이름과 링크",
        RoomPhrase::CopyLink => "링크 복사",
        RoomPhrase::LinkNotCopied => "브라우저가 클립보드 접근을 막았습니다. 여기서 복사하세요:",
        RoomPhrase::YourName => "내 이름",
        RoomPhrase::ChangeName => "이름 바꾸기",
        RoomPhrase::BadName => why(ErrorCode::BadName),
        RoomPhrase::NameTaken => {
            "이미 쓰이는 이름입니다. 다른 사람이 쓰고 있거나, 내가 다른 창에서 쓰고 있습니다."
        }
        RoomPhrase::People { count } => {
            return format!("참여자 {}명", grouped(count)).into();
        }
        RoomPhrase::MorePeople { count } => return format!("외 {}명", grouped(count)).into(),
        RoomPhrase::Typing { .. } => " 님이 입력하는 중…",

        RoomPhrase::Messages => "대화방의 메시지",
        RoomPhrase::Empty => "아직 메시지가 없습니다.",
        RoomPhrase::Evicted { count } => {
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

        RoomPhrase::NotYetDelivered => "아직 전송되지 않음",
        RoomPhrase::Delivered => "✓ 전송됨",
        RoomPhrase::NotDelivered => "전송하지 못함:",
        RoomPhrase::OtherRoom => "다른 대화방에서 쓴 글입니다.",
        RoomPhrase::EditAgain => "다시 쓰기",
        RoomPhrase::Dismiss => "지우기",

        RoomPhrase::Text => "메시지",
        RoomPhrase::Send => "전송",
        RoomPhrase::Keys => "Enter로 보내고 Shift+Enter로 줄을 바꿉니다.",
        RoomPhrase::SentAfterJoining => "대화방에 들어가는 대로 보냅니다.",
        RoomPhrase::SentWithSuperchat => "superchat으로 연결될 때까지 여기서 기다립니다.",
        RoomPhrase::Bytes { bytes } => {
            let (bytes, most) = (grouped(bytes as u64), grouped(MAX_TEXT_BYTES as u64));
            return format!("{most}바이트 중 {bytes}바이트").into();
        }
        RoomPhrase::TooLong => "메시지가 너무 깁니다. 쓴 글은 그대로 있습니다.",
        RoomPhrase::QueueFull => {
            "기다리는 메시지가 너무 많습니다. 쓴 글은 그대로 있으니, 줄어들면 다시 보내세요."
        }
        RoomPhrase::NotSaved => {
            "브라우저가 기다리는 메시지를 저장하지 못했습니다. 새로 고치면 사라집니다."
        }

        RoomPhrase::Error(code) => why(code),
    })
}

fn why(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadMessage => "서버가 메시지를 알아듣지 못했습니다.",
        ErrorCode::NotJoined => "먼저 대화방에 들어가야 합니다.",
        ErrorCode::AlreadyJoined => "이미 대화방에 있습니다.",
        ErrorCode::BadRoom => {
            "대화방 이름은 1~64바이트이고, 제어 문자나 앞뒤 공백이 없어야 합니다."
        }
        ErrorCode::BadName => {
            "이름은 1~48바이트이고, 제어 문자, 콜론, 앞뒤 공백이 없어야 하며, !로 시작할 수 없습니다."
        }
        ErrorCode::BadId => "서버가 메시지의 식별자를 받지 않았습니다.",
        ErrorCode::EmptyText => "메시지가 비어 있습니다.",
        ErrorCode::TextTooLong => "메시지가 8,192바이트보다 깁니다.",
        ErrorCode::TooFast => "짧은 시간에 메시지를 너무 많이 보냈습니다.",
        ErrorCode::TooManyRooms => "서버에 더 이상 대화방을 만들 수 없습니다.",
        ErrorCode::RoomFull => "대화방이 가득 찼습니다.",
        ErrorCode::IdForgotten => {
            "너무 오래된 메시지라 기록에 남았는지 알 수 없습니다. 위에 없으면 다시 보내세요."
        }
        ErrorCode::StoreUnavailable => "지금은 서버가 메시지를 저장할 수 없습니다.",
    }
}
