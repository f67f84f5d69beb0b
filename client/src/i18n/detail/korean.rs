//! The detail's words in Korean.

use yew::AttrValue;

use super::DetailPhrase;
use session::format::{grouped, human_size};

pub(in crate::i18n) fn say(phrase: DetailPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        DetailPhrase::Detail => "자세히",
        DetailPhrase::CloseDetail => "자세히 보기 닫기",
        DetailPhrase::CopyMessage => "메시지 복사",
        DetailPhrase::SendAgain => "다시 보내기",
        DetailPhrase::Formats => "형식",
        DetailPhrase::Json => "JSON",
        DetailPhrase::Raw => "원문",
        DetailPhrase::Hex => "16진",
        DetailPhrase::Unseen(count) => return format!("숨은 글자 {}", grouped(count)).into(),
        DetailPhrase::Wrap => "줄바꿈",
        DetailPhrase::CopyMore => "복사",
        DetailPhrase::CopyFormatted => "펼친 JSON",
        DetailPhrase::CopyValue => "고른 줄의 값",
        DetailPhrase::CopyPath => "고른 줄의 경로",
        DetailPhrase::NotJson { at_bytes } => {
            return format!(
                "JSON이 아닙니다. {}번째 바이트에 오류가 있습니다.",
                grouped(at_bytes)
            )
            .into();
        }
        DetailPhrase::JsonTooLong => "JSON이 너무 길어 줄로 펼칠 수 없습니다.",
        DetailPhrase::Lines => "메시지 전체",
        DetailPhrase::Fold => "접기",
        DetailPhrase::Unfold => "펼치기",

        DetailPhrase::Address => "주소",
        DetailPhrase::Offered => "제안한 하위 프로토콜",
        DetailPhrase::Subprotocol => "정해진 하위 프로토콜",
        DetailPhrase::Extensions => "확장",
        DetailPhrase::None => "없음",
        DetailPhrase::Handshake => "핸드셰이크",
        DetailPhrase::HandshakeAnswer => "같은 핸드셰이크에 서버가 하는 응답",
        DetailPhrase::OpenFor => "열려 있던 시간",
        DetailPhrase::FailedAfter => "실패까지 걸린 시간",
        DetailPhrase::EndedBy => "끝난 까닭",
        DetailPhrase::Sent => "보냄",
        DetailPhrase::Received => "받음",
        DetailPhrase::Traffic { messages, bytes } => {
            return format!("메시지 {}개, {}", grouped(messages), human_size(bytes)).into();
        }
    })
}
