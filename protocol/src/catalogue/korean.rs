//! 한국어 요약. The catalogue speaks English; its summaries in Korean are here, for the page's list and
//! docs/endpoints.ko.md.

/// The summary of the endpoint of that name, in one line of Korean without a full stop. `None` for a name that is not
/// in the catalogue.
#[must_use]
pub fn summary(name: &str) -> Option<&'static str> {
    Some(match name {
        "lesson" => "수업",
        "echo" => "같은 메시지를 그대로 돌려줌, 텍스트는 텍스트로 바이너리는 바이너리로",
        "headers" => "첫 메시지로 서버가 본 핸드셰이크를 JSON으로 알려 준 뒤 에코",
        "ticker" => "보내기만 함: JSON 시세, 먼저 전체를, 그 뒤로는 바뀐 것만",
        "chat" => "대화방; 하위 프로토콜 `chat`과 `superchat`, 서로의 말이 들림",
        "flood" => "보내기만 함: 번호 붙은 메시지를 클라이언트가 받는 만큼 빠르게",
        "close" => "원하는 코드와 이유로 닫음",
        "abort" => "close 프레임 없이 TCP를 끊음 (클라이언트는 1006을 봄)",
        "silent" => "받아들이고 읽되 한마디도 하지 않음",
        "slow" => "정해진 속도보다 빨리 읽지 않음: 몸으로 느끼는 배압",
        "ping" => "서버가 ping을 보내고 왕복 시간을 알려 줌",
        "refuse" => "원하는 HTTP 상태로 핸드셰이크를 거절",
        "basic-auth" => "자격 증명이 맞지 않으면 401과 `WWW-Authenticate: Basic`, 맞으면 에코",
        "bearer" => "토큰이 맞지 않으면 401과 `WWW-Authenticate: Bearer`, 맞으면 에코",
        "faults" => "프레임이 사라지고, 겹치고, 잘리고, 바뀌고, 멈추는 에코나 시세",
        "broken" => "클라이언트를 시험하려고 RFC 6455를 정해진 한 가지 방식으로 어김",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::catalogue::ENDPOINTS;

    #[test]
    fn endpoint_has_a_summary_in_korean() {
        for endpoint in ENDPOINTS {
            assert!(summary(endpoint.name).is_some(), "{}", endpoint.name);
        }
        assert_eq!(summary("nowhere"), None);
    }
}
