//! The connection bar's words in Korean.

use yew::AttrValue;

use super::ConnectionPhrase;
use session::address::AddressError;
use session::close_request::{CloseRequestError, MAX_REASON_BYTES};
use session::format::{grouped, human_size};

pub(in crate::i18n) fn say(phrase: ConnectionPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        ConnectionPhrase::Bar => "연결",
        ConnectionPhrase::Address => "주소",
        ConnectionPhrase::AddressError(error) => return address(error),
        ConnectionPhrase::Refused => {
            "브라우저가 이 주소나 하위 프로토콜을 받아들이지 않습니다. 고친 뒤 다시 연결하세요."
        }
        ConnectionPhrase::Subprotocols => "하위 프로토콜",
        ConnectionPhrase::SubprotocolsHint => {
            "원하는 순서대로 쉼표나 빈칸으로 나누어 적습니다. 비워도 됩니다."
        }
        ConnectionPhrase::NotASubprotocol => {
            "하위 프로토콜로 쓸 수 없습니다. 로마자, 숫자, !#$%&'*+-.^_`|~만 쓸 수 있습니다."
        }
        ConnectionPhrase::SubprotocolTwice => "두 번 적었습니다. 이름마다 한 번만 적으세요.",
        ConnectionPhrase::Connect => "연결",
        ConnectionPhrase::Move => "이 주소로 연결",
        ConnectionPhrase::Auth => "인증",
        ConnectionPhrase::Options => "옵션",
        ConnectionPhrase::MoreFields => "서브프로토콜과 옵션",
        ConnectionPhrase::AutoReconnect => "끊기면 다시 연결",
        ConnectionPhrase::AutoReconnectHint => {
            "시도할 때마다 더 오래 기다렸다가 다시 연결합니다. 메시지를 저절로 다시 보내지는 않습니다."
        }
        ConnectionPhrase::AutoReconnectInRoomHint => {
            "시도할 때마다 더 오래 기다렸다가 다시 연결합니다. 대화방에 전송하지 못한 메시지는 다시 보내며, 기록에는 한 번만 남습니다."
        }
        ConnectionPhrase::QueueWhenClosed => "연결이 닫혀 있으면 대기열에 넣기",
        ConnectionPhrase::QueueWhenClosedHint => {
            "대기열의 메시지는 목록에 보이고, 연결되면 순서대로 한 번 보냅니다. 끄면 보낼 수 없습니다."
        }

        ConnectionPhrase::Subprotocol => "하위 프로토콜",
        ConnectionPhrase::NoSubprotocol => "없음",
        ConnectionPhrase::NoneOfTheOffered => "제안한 것 중 없음. Chromium이라면 연결을 끊습니다.",
        ConnectionPhrase::Extensions => "확장",
        ConnectionPhrase::NoExtensions => "없음",
        ConnectionPhrase::OpenFor => "연결된 시간",

        ConnectionPhrase::CloseWith => "종료 코드와 이유",
        ConnectionPhrase::CloseSo => "이렇게 닫기",
        ConnectionPhrase::NothingToClose => "닫을 연결이 없습니다.",
        ConnectionPhrase::CloseCode => "코드 (1000 또는 3000~4999)",
        ConnectionPhrase::CloseReason => "이유",
        ConnectionPhrase::CloseReasonBytes { bytes } => {
            return format!("{MAX_REASON_BYTES}바이트 중 {bytes}바이트").into();
        }
        ConnectionPhrase::CloseError(error) => return close_request(error),

        ConnectionPhrase::ClosingAwaited => "닫는 중입니다. 서버가 아직 답하지 않았습니다.",
        ConnectionPhrase::ClosingUnsent { bytes } => {
            return format!(
                "닫는 중입니다. 종료 프레임보다 먼저 보낼 {}가 남아 있었습니다.",
                human_size(bytes)
            )
            .into();
        }
        ConnectionPhrase::LetGo => "기다리지 않기",

        ConnectionPhrase::RetryAttempt { attempt } => {
            return format!("다시 연결하는 중입니다. {attempt}번째 시도입니다.").into();
        }
        ConnectionPhrase::RetryIn { seconds } => return format!("{seconds}초 뒤").into(),
        ConnectionPhrase::RetryNow => "지금 다시 연결",
        ConnectionPhrase::RetryStop => "중지",
        ConnectionPhrase::RetryAnyway => "그래도 다시 연결",
        ConnectionPhrase::Rejected { code } => {
            return format!("코드 {code}이면 서버가 또 닫을 테니 다시 연결하지 않습니다.").into();
        }

        ConnectionPhrase::Queued { count } => return format!("대기열의 메시지 {count}개").into(),
        ConnectionPhrase::QueuedHint => "연결되면 이 순서대로 보냅니다.",
        ConnectionPhrase::QueuedSize { bytes } => return human_size(bytes as u64).into(),
        ConnectionPhrase::Unqueue { number } => {
            return format!("{}번째 메시지 빼기", grouped(number as u64)).into();
        }
    })
}

fn address(error: AddressError) -> AttrValue {
    AttrValue::Static(match error {
        AddressError::Empty => "연결할 주소를 입력하세요. 예: ws://localhost:3000/echo",
        AddressError::Space { at } => {
            return format!(
                "{at}번째 글자가 빈칸이거나 보이지 않는 글자입니다. 주소에는 쓸 수 없으니 지우거나 \
                 %20처럼 적으세요."
            )
            .into();
        }
        AddressError::Fragment { at } => {
            return format!(
                "{at}번째 글자가 #입니다. 웹소켓 주소에는 # 부분이 없으니 지우거나 %23으로 \
                 적으세요."
            )
            .into();
        }
        AddressError::Scheme => {
            "주소는 ws://나 wss://로 시작합니다. http://와 https://도 쓸 수 있습니다."
        }
        AddressError::NoHost => "호스트가 없습니다. 예: ws://localhost:3000/echo",
        AddressError::Host { at } => {
            return format!("{at}번째 글자는 호스트 이름에 쓸 수 없거나 짝이 없는 괄호입니다.")
                .into();
        }
        AddressError::Ipv6WithoutBrackets => "IPv6 주소는 대괄호로 감쌉니다. 예: ws://[::1]:3000/",
        AddressError::Port { at } => {
            return format!(
                "{at}번째 글자부터 포트여야 합니다. 포트는 0에서 65535까지의 수입니다."
            )
            .into();
        }
    })
}

fn close_request(error: CloseRequestError) -> AttrValue {
    AttrValue::Static(match error {
        CloseRequestError::Code => {
            "보낼 수 있는 코드는 1000과 3000부터 4999까지입니다. 비우면 코드 없이 닫습니다."
        }
        CloseRequestError::ReasonWithoutCode => "이유를 보내려면 코드도 적어야 합니다.",
        CloseRequestError::ReasonTooLong { excess_bytes } => {
            return format!(
                "이유가 {excess_bytes}바이트 깁니다. UTF-8로 {MAX_REASON_BYTES}바이트까지 보낼 수 \
                 있습니다."
            )
            .into();
        }
    })
}
