//! The reasons why a connection could not open in Korean.

use yew::AttrValue;

use super::FailurePhrase;
use session::failure::Cause;

pub(super) fn say(phrase: FailurePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        FailurePhrase::Certain => "연결하지 못한 까닭",
        FailurePhrase::Likely => {
            "브라우저는 까닭을 알려 주지 않습니다. 가장 그럴듯한 것부터 적으면 이렇습니다."
        }
        FailurePhrase::OpenTwin => "새 탭에서 https로 열기",
        FailurePhrase::Cause(Cause::BlockedPort { port }) => {
            return format!("브라우저는 {port}번 포트에 연결하지 않습니다.").into();
        }
        FailurePhrase::WayOut(Cause::BlockedPort { .. }) => {
            "오래된 다른 프로토콜의 포트라서 누가 듣고 있든 막습니다. 서버를 다른 포트에서 켜세요."
        }
        FailurePhrase::Cause(Cause::MixedContent) => {
            "https로 연 페이지에서는 암호화하지 않은 ws에 연결할 수 없습니다."
        }
        FailurePhrase::WayOut(Cause::MixedContent) => {
            "wss 주소를 쓰거나, 이 페이지를 http로 열거나 내 컴퓨터에서 켠 서버로 여세요."
        }
        FailurePhrase::Cause(Cause::NoAnswer) => "그 주소에서 오랫동안 아무 대답이 없습니다.",
        FailurePhrase::WayOut(Cause::NoAnswer) => {
            "컴퓨터가 꺼져 있거나 방화벽이 막고 있을 수 있습니다. 호스트 이름, 포트, 방화벽을 \
             확인하세요."
        }
        FailurePhrase::Cause(Cause::NothingListens) => {
            "그 포트에서 듣는 서버가 없거나, 그런 이름의 호스트가 없습니다."
        }
        FailurePhrase::WayOut(Cause::NothingListens) => {
            "서버가 켜져 있는지, 호스트 이름과 포트가 맞는지 확인하세요."
        }
        FailurePhrase::Cause(Cause::TlsCertificate) => {
            "브라우저가 서버의 TLS 인증서를 믿지 않습니다."
        }
        FailurePhrase::WayOut(Cause::TlsCertificate) => {
            "같은 주소를 https로 열면 브라우저가 무엇이 문제인지 보여 줍니다. 믿을 수 있는 \
             서버라면 거기서 인증서를 받아들인 뒤 다시 연결하세요."
        }
        FailurePhrase::Cause(Cause::RefusedHandshake) => {
            "서버는 있지만 여는 핸드셰이크를 거절했습니다."
        }
        FailurePhrase::WayOut(Cause::RefusedHandshake) => {
            "경로, 허용된 출처(Origin), 로그인 정보를 확인하세요. 제안한 하위 프로토콜 가운데 서버가 \
             아무것도 고르지 않아도 브라우저는 거절로 여깁니다. 서버가 보낸 상태 코드는 브라우저 \
             개발자 도구의 네트워크 탭에 있습니다."
        }
    })
}
