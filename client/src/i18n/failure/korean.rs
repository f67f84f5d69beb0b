//! The reasons why a connection could not open in Korean.

use yew::AttrValue;

use super::FailurePhrase;
use session::failure::Cause;

pub(in crate::i18n) fn say(phrase: FailurePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        FailurePhrase::Certain => "연결하지 못한 원인",
        FailurePhrase::Likely => {
            "브라우저는 원인을 알려 주지 않습니다. 가능성이 높은 순서로 나열합니다. 서버가 응답했다면 \
             개발자 도구의 네트워크 탭에 상태 코드가 있습니다."
        }
        FailurePhrase::Waiting => "연결이 오래 걸립니다. 브라우저가 기다리고 있을 수 있습니다.",
        FailurePhrase::Answered => "서버가 핸드셰이크를 거절했습니다.",
        FailurePhrase::WholeAnswer => "응답 전체",
        FailurePhrase::ShowField => "양식에서 그 칸 보기",
        FailurePhrase::OpenTwin => "새 탭에서 https로 열기",
        FailurePhrase::Cause(Cause::BlockedPort { port }) => {
            return format!("브라우저는 {port}번 포트에 연결하지 않습니다.").into();
        }
        FailurePhrase::WayOut(Cause::BlockedPort { .. }) => {
            "다른 프로토콜이 쓰는 포트입니다. 서버를 다른 포트에서 켜세요."
        }
        FailurePhrase::Cause(Cause::MixedContent) => {
            "https로 연 페이지에서는 암호화하지 않은 ws에 연결할 수 없습니다."
        }
        FailurePhrase::WayOut(Cause::MixedContent) => {
            "wss 주소를 쓰거나, 이 페이지를 http로 열거나 내 컴퓨터에서 켠 서버로 여세요."
        }
        FailurePhrase::Cause(Cause::NoAnswer) => "그 주소가 오랫동안 응답하지 않습니다.",
        FailurePhrase::WayOut(Cause::NoAnswer) => {
            "컴퓨터가 꺼져 있거나 방화벽이 막고 있을 수 있습니다. 호스트 이름, 포트, 방화벽을 \
             확인하세요."
        }
        FailurePhrase::Cause(Cause::NothingListens) => {
            "그 포트에서 실행 중인 서버가 없거나, 그런 이름의 호스트가 없습니다."
        }
        FailurePhrase::WayOut(Cause::NothingListens) => {
            "그러면 다른 프로그램도 바로 실패합니다. 서버가 켜져 있는지, 호스트 이름과 포트가 맞는지 \
             확인하세요."
        }
        FailurePhrase::Cause(Cause::TlsCertificate) => {
            "브라우저가 서버의 TLS 인증서를 신뢰하지 않습니다."
        }
        FailurePhrase::WayOut(Cause::TlsCertificate) => {
            "같은 주소를 https로 열면 문제를 볼 수 있습니다. 신뢰하는 서버라면 거기서 인증서를 \
             수락한 뒤 다시 연결하세요."
        }
        FailurePhrase::Cause(Cause::RefusedHandshake) => "서버가 핸드셰이크를 거절했습니다.",
        FailurePhrase::WayOut(Cause::RefusedHandshake) => {
            "그러면 네트워크 탭에 401, 404 같은 상태 코드가 있습니다. 경로, 허용된 출처(Ullim: \
             --allow-origin), 인증 정보를 확인하세요."
        }
        FailurePhrase::Cause(Cause::ProtocolError) => {
            "서버가 요청받은 대로 프로토콜을 어겼고, 브라우저가 연결을 끊었습니다."
        }
        FailurePhrase::WayOut(Cause::ProtocolError) => "올바른 클라이언트는 이런 연결을 끊습니다.",
        FailurePhrase::Cause(Cause::Accepted) => "지금은 서버가 이 핸드셰이크를 받아들입니다.",
        FailurePhrase::WayOut(Cause::Accepted) => {
            "다시 연결하세요. 또 실패하면 확장 프로그램이나 프록시가 막고 있을 수 있습니다."
        }
        FailurePhrase::Cause(Cause::NoSubprotocol) => {
            "서버가 제안한 하위 프로토콜을 하나도 고르지 않았습니다."
        }
        FailurePhrase::WayOut(Cause::NoSubprotocol) => {
            "그러면 네트워크 탭에 101이 있고 Firefox에서는 열립니다. 비워 두거나 서버가 아는 것을 \
             제안하세요."
        }
        FailurePhrase::Cause(Cause::HeldUp) => {
            "여기의 다른 탭이 같은 서버에 아직 연결하는 중입니다."
        }
        FailurePhrase::WayOut(Cause::HeldUp) => {
            "브라우저는 한 서버와 한 번에 하나씩 핸드셰이크합니다. 그 탭의 연결을 닫으면 바로 \
             이어집니다."
        }
        FailurePhrase::Cause(Cause::Prompt) => {
            "이 페이지가 내 컴퓨터에 연결해도 되는지 브라우저가 묻고 있을 수 있습니다."
        }
        FailurePhrase::WayOut(Cause::Prompt) => {
            "주소 표시줄 근처의 알림이나 사이트 설정을 확인하세요."
        }
        FailurePhrase::Cause(Cause::BrowserDelay { ms }) => {
            return format!(
                "Firefox는 실패한 뒤 스스로 기다립니다. 지금은 최대 {}초입니다.",
                ms.div_ceil(1_000)
            )
            .into();
        }
        FailurePhrase::WayOut(Cause::BrowserDelay { .. }) => "그때까지 아무것도 보내지 않습니다.",
    })
}
