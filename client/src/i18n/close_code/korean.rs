//! The meanings of close codes in Korean.

use yew::AttrValue;

use super::CloseCodePhrase;

pub(in crate::i18n) fn say(phrase: CloseCodePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CloseCodePhrase::NormalClosure => "할 일을 마치고 정상적으로 닫았습니다.",
        CloseCodePhrase::GoingAway => "서버가 종료되거나 브라우저가 페이지를 떠나서 닫았습니다.",
        CloseCodePhrase::ProtocolError => "상대가 웹소켓 프로토콜을 어겨서 닫았습니다.",
        CloseCodePhrase::UnsupportedData => {
            "지원하지 않는 종류의 메시지를 받아서 닫았습니다. 예: 텍스트만 받는 쪽에 보낸 이진 메시지."
        }
        CloseCodePhrase::NoStatusReceived => {
            "종료 프레임에 코드가 없었습니다. 브라우저가 대신 이 번호를 알립니다."
        }
        CloseCodePhrase::AbnormalClosure => {
            "종료 프레임 없이 연결이 끊겼습니다. 브라우저가 대신 이 번호를 알립니다."
        }
        CloseCodePhrase::InvalidPayloadData => {
            "메시지의 내용이 종류와 맞지 않아서 닫았습니다. 예: UTF-8이 아닌 텍스트."
        }
        CloseCodePhrase::PolicyViolation => "메시지가 받는 쪽의 정책에 어긋나서 닫았습니다.",
        CloseCodePhrase::MessageTooBig => "메시지가 너무 커서 받는 쪽이 닫았습니다.",
        CloseCodePhrase::MandatoryExtension => {
            "클라이언트에 꼭 필요한 확장을 서버가 받아들이지 않아서 클라이언트가 닫았습니다."
        }
        CloseCodePhrase::InternalError => "서버에 예기치 않은 문제가 생겨 닫았습니다.",
        CloseCodePhrase::ServiceRestart => "서버가 다시 시작합니다. 잠시 뒤 다시 연결하세요.",
        CloseCodePhrase::TryAgainLater => "서버가 붐벼서 닫았습니다. 나중에 다시 연결하세요.",
        CloseCodePhrase::BadGateway => "게이트웨이가 뒤의 서버에서 올바른 응답을 받지 못했습니다.",
        CloseCodePhrase::TlsHandshake => {
            "TLS 핸드셰이크에 실패했습니다. 서버의 인증서를 확인하세요."
        }
        CloseCodePhrase::Unauthorized => "인증 정보가 없거나 틀려서 닫았습니다.",
        CloseCodePhrase::Forbidden => "권한이 없어서 닫았습니다.",
        CloseCodePhrase::Timeout => "상대가 제때 응답하지 않아서 닫았습니다.",

        CloseCodePhrase::NotUsed => "1000보다 작은 코드는 쓰지 않습니다.",
        CloseCodePhrase::ReservedForProtocol => {
            "2999까지는 웹소켓 프로토콜이 쓰려고 남겨 둔 범위입니다. 이 코드에는 아직 뜻이 없습니다."
        }
        CloseCodePhrase::ReservedForLibraries => {
            "3000–3999는 라이브러리와 프레임워크가 IANA에 등록해 쓰는 범위입니다. 이 코드는 등록되지 \
             않았습니다."
        }
        CloseCodePhrase::ReservedForApplication => {
            "4000–4999는 애플리케이션이 스스로 정해 쓰는 범위입니다. 뜻은 서버의 문서에 있습니다."
        }
        CloseCodePhrase::OutsideEveryRange => "4999보다 큰 코드는 정해진 범위가 없습니다.",
    })
}
