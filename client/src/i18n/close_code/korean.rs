//! The meanings of close codes in Korean.

use yew::AttrValue;

use super::CloseCodePhrase;

pub(super) fn say(phrase: CloseCodePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CloseCodePhrase::NormalClosure => "할 일을 마치고 정상으로 닫았습니다.",
        CloseCodePhrase::GoingAway => "서버가 내려가거나 페이지가 떠나서 닫았습니다.",
        CloseCodePhrase::ProtocolError => "상대가 웹소켓 규약을 어겨서 닫았습니다.",
        CloseCodePhrase::UnsupportedData => {
            "받을 수 없는 종류의 데이터가 와서 닫았습니다. 텍스트만 받는 쪽에 바이너리를 보낸 경우가 그렇습니다."
        }
        CloseCodePhrase::NoStatusReceived => {
            "종료 프레임에 코드가 없었습니다. 브라우저가 그 자리에 이 번호를 보여 줍니다."
        }
        CloseCodePhrase::AbnormalClosure => {
            "종료 프레임 없이 연결이 끊겼습니다. 브라우저가 그 자리에 이 번호를 보여 줍니다."
        }
        CloseCodePhrase::InvalidPayloadData => {
            "메시지의 내용이 그 종류와 맞지 않아서 닫았습니다. UTF-8이 아닌 텍스트가 그렇습니다."
        }
        CloseCodePhrase::PolicyViolation => "메시지가 받는 쪽의 방침에 어긋나서 닫았습니다.",
        CloseCodePhrase::MessageTooBig => "메시지가 너무 커서 받는 쪽이 닫았습니다.",
        CloseCodePhrase::MandatoryExtension => {
            "클라이언트에 꼭 필요한 확장을 서버가 받아들이지 않아서 클라이언트가 닫았습니다."
        }
        CloseCodePhrase::InternalError => "서버가 뜻밖의 문제를 만나 닫았습니다.",
        CloseCodePhrase::ServiceRestart => "서버가 다시 시작합니다. 잠시 뒤 다시 연결하세요.",
        CloseCodePhrase::TryAgainLater => "서버가 붐벼서 닫았습니다. 나중에 다시 연결하세요.",
        CloseCodePhrase::BadGateway => {
            "중계하는 서버가 그 뒤의 서버에서 올바른 응답을 받지 못했습니다."
        }
        CloseCodePhrase::TlsHandshake => "TLS 연결을 맺지 못했습니다. 서버의 인증서를 확인하세요.",
        CloseCodePhrase::Unauthorized => "인증하지 않았거나 인증이 맞지 않아서 닫았습니다.",
        CloseCodePhrase::Forbidden => "권한이 없어서 닫았습니다.",
        CloseCodePhrase::Timeout => "상대가 제때 응답하지 않아서 닫았습니다.",

        CloseCodePhrase::NeverUsed => "1000보다 작은 코드는 쓰지 않습니다.",
        CloseCodePhrase::OfTheProtocol => {
            "2999까지는 웹소켓 규약이 쓰려고 남겨 둔 범위이고, 이 코드에는 아직 뜻이 없습니다."
        }
        CloseCodePhrase::OfLibraries => {
            "3000–3999는 라이브러리와 프레임워크가 IANA에 등록해 쓰는 범위이고, 이 코드는 등록되지 \
             않았습니다."
        }
        CloseCodePhrase::OfTheApplication => {
            "4000–4999는 애플리케이션이 스스로 정해 쓰는 범위입니다. 뜻은 그 서버의 문서에 있습니다."
        }
        CloseCodePhrase::OutsideEveryRange => "4999보다 큰 코드는 정해진 범위가 없습니다.",
    })
}
