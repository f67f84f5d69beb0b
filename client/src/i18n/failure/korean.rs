//! The reasons why a connection could not open in Korean.

use yew::AttrValue;

use super::FailurePhrase;
use session::failure::Cause;

pub(in crate::i18n) fn say(phrase: FailurePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        FailurePhrase::Certain => "연결하지 못한 원인",
        FailurePhrase::Likely => {
            "브라우저는 원인을 알려 주지 않습니다. 가능성이 높은 순서로 나열합니다."
        }
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
            "서버가 켜져 있는지, 호스트 이름과 포트가 맞는지 확인하세요."
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
            "경로, 허용된 출처(Origin), 인증 정보를 확인하세요. 하위 프로토콜도 확인하세요. 서버가 \
             하나도 고르지 않으면 브라우저가 연결을 끊습니다. 상태 코드는 브라우저 개발자 도구의 \
             네트워크 탭에 있습니다."
        }
    })
}
