//! The words of the menu that tells a server who one is in Korean.

use yew::AttrValue;

use super::AuthPhrase;

pub(in crate::i18n) fn say(phrase: AuthPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        AuthPhrase::Way => "서버에 누구인지 알리는 방법",
        AuthPhrase::Bearer => "Bearer 토큰을 하위 프로토콜로",
        AuthPhrase::BearerNote => {
            "서버가 고를 하위 프로토콜을 하나 더 제안하세요. 서버가 아무것도 고르지 않으면 Chromium은 연결을 끊습니다."
        }
        AuthPhrase::Base64 => {
            "토큰에 하위 프로토콜이 쓸 수 없는 글자가 있습니다. 패딩 없는 base64url로 보냅니다."
        }
        AuthPhrase::Query => "토큰을 쿼리로",
        AuthPhrase::QueryNote => {
            "서버와 프록시는 쿼리를 기록에 남기곤 합니다. 탭과 함께 저장됩니다."
        }
        AuthPhrase::Basic => "사용자와 비밀번호 (Basic)",
        AuthPhrase::BasicNote => {
            "브라우저가 주소에서 헤더를 만듭니다. 비밀번호는 탭과 함께 저장하지 않습니다."
        }
        AuthPhrase::Cookie => "같은 호스트의 쿠키",
        AuthPhrase::CookieNote => {
            "이 브라우저의 다른 창에서 같은 호스트에 로그인하세요. 그러면 포트와 관계없이 브라우저가 쿠키를 스스로 \
             보냅니다. SameSite=Lax나 Strict인 쿠키는 이 페이지가 같은 사이트일 때만, Secure인 쿠키는 wss로만 보냅니다."
        }
        AuthPhrase::OpenHost => "호스트 열기",
        AuthPhrase::Token => "토큰",
        AuthPhrase::Name => "매개변수",
        AuthPhrase::User => "사용자",
        AuthPhrase::Password => "비밀번호",
        AuthPhrase::Reveal => "비밀 보기",
        AuthPhrase::OnTheWire => "보내는 내용",
        AuthPhrase::Incomplete => "아직 없습니다. 빈칸이 있거나 사용자에 콜론이 있습니다.",
        AuthPhrase::Apply => "적용",
        AuthPhrase::NoHeaders => {
            "브라우저의 페이지는 헤더도, 다른 호스트의 쿠키도 설정할 수 없습니다."
        }
    })
}
