//! The catalogue's words in Korean.

use yew::AttrValue;

use super::CataloguePhrase;

pub(in crate::i18n) fn say(phrase: CataloguePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CataloguePhrase::Heading => "서버의 엔드포인트",
        CataloguePhrase::Loading => "엔드포인트 목록을 불러오는 중입니다.",
        CataloguePhrase::Unreachable => {
            "이 페이지의 서버에서 엔드포인트 목록을 받지 못했습니다. 서버가 켜져 있는지 확인하세요."
        }
        CataloguePhrase::NotOffered => "이 페이지의 서버에는 엔드포인트 목록이 없습니다.",
        CataloguePhrase::TryAgain => "다시 시도",

        CataloguePhrase::Example => "예",
        CataloguePhrase::Default => "기본값",
        CataloguePhrase::TakesInteger => "정수:",
        CataloguePhrase::TakesBytes { max_bytes } => {
            return format!("UTF-8로 최대 {max_bytes}바이트").into();
        }
        CataloguePhrase::NotInRange => "이 범위의 정수를 입력하세요:",
        CataloguePhrase::NotAChoice => "목록에서 하나를 고르세요.",
        CataloguePhrase::TooLong { bytes, max_bytes } => {
            return format!("UTF-8로 최대 {max_bytes}바이트인데 지금 {bytes}바이트입니다.").into();
        }
        CataloguePhrase::NotASegment => {
            "경로의 한 부분을 입력하세요. 비우거나 “.”, “..”로 할 수 없습니다."
        }

        CataloguePhrase::Address => "연결할 주소",
        CataloguePhrase::Connect => "연결",
        CataloguePhrase::OpensInNewTab => "작업대의 새 탭에서 열립니다.",
    })
}
