//! The search's words in Korean.

use yew::AttrValue;

use super::FilterPhrase;
use session::filter::FilterErrorKind;
use session::format::grouped;

pub(in crate::i18n) fn say(phrase: FilterPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        FilterPhrase::Heading => "검색과 필터",
        FilterPhrase::Query => "메시지 검색",
        FilterPhrase::Regex => "정규식(\\d, \\w, \\b는 ASCII만)",
        FilterPhrase::MatchCase => "대소문자 구분",
        FilterPhrase::Invert => "반대로",
        FilterPhrase::OnlyHits => "찾은 것만",
        FilterPhrase::Next => "다음",
        FilterPhrase::Previous => "이전",

        FilterPhrase::NoHits => "검색 결과 없음",
        FilterPhrase::Hits { count } => return format!("{}개 찾음", grouped(count)).into(),
        FilterPhrase::HitOf { place, count } => {
            return format!("{}개 중 {}번째", grouped(count), grouped(place)).into();
        }
        FilterPhrase::Scanning => "검색 중 …",

        FilterPhrase::More { set: 0 } => "필터 더 보기",
        FilterPhrase::More { set } => return format!("필터 더 보기: {set}개 켜짐").into(),
        FilterPhrase::Direction => "방향",
        FilterPhrase::AnyDirection => "양쪽 모두",
        FilterPhrase::Sent => "보냄",
        FilterPhrase::Received => "받음",
        FilterPhrase::Kind => "종류",
        FilterPhrase::AnyKind => "텍스트와 이진 모두",
        FilterPhrase::Text => "텍스트",
        FilterPhrase::Binary => "이진",
        FilterPhrase::MinBytes => "최소 크기(바이트)",
        FilterPhrase::MaxBytes => "최대 크기(바이트)",
        FilterPhrase::SizeUnreadable => "크기를 512, 4 KiB, 1 MiB처럼 입력하세요.",

        FilterPhrase::Hidden => "숨긴 패턴",
        FilterPhrase::Hide => "찾은 메시지 숨기기",
        FilterPhrase::HideHint => {
            "하트비트처럼 반복되는 메시지를 찾은 다음 숨기세요. 숨겨도 계속 받아서 보관합니다."
        }
        FilterPhrase::ShowAgain => "다시 표시",

        FilterPhrase::AtCharacter { place } => return format!("{place}번째 글자:").into(),
        FilterPhrase::InHidden { place } => return format!("숨긴 패턴 {place}번.").into(),
        FilterPhrase::Error(problem) => explain(problem),
        FilterPhrase::PreviousFilterActive => "고칠 때까지 이전 필터를 적용합니다.",
        FilterPhrase::SearchLoading => {
            "정규식 검색을 불러오는 중입니다. 그때까지 이전 필터를 적용합니다."
        }
        FilterPhrase::SearchNotLoaded => {
            "정규식 검색을 불러오지 못해 이전 필터를 적용합니다. 서버가 켜져 있는지 확인하세요."
        }
    })
}

fn explain(problem: FilterErrorKind) -> &'static str {
    match problem {
        FilterErrorKind::GroupUnclosed => {
            "괄호가 닫히지 않았습니다. )를 더하거나, 괄호 자체를 찾으려면 \\(로 쓰세요."
        }
        FilterErrorKind::GroupUnopened => {
            "열린 적 없는 괄호입니다. (를 더하거나, 괄호 자체를 찾으려면 \\)로 쓰세요."
        }
        FilterErrorKind::ClassUnclosed => {
            "대괄호가 닫히지 않았습니다. ]를 더하거나, 대괄호 자체를 찾으려면 \\[로 쓰세요."
        }
        FilterErrorKind::ClassRangeReversed => "범위의 끝이 시작보다 앞섭니다. 순서를 바꾸세요.",
        FilterErrorKind::NothingToRepeat => {
            "앞에 반복할 것이 없습니다. 기호 자체를 찾으려면 \\*, \\+, \\?로 쓰세요."
        }
        FilterErrorKind::RepetitionCount => {
            "횟수가 아닙니다. {2}, {2,}, {2,5}처럼 쓰고, 중괄호 자체를 찾으려면 \\{로 쓰세요."
        }
        FilterErrorKind::UnknownEscape => {
            "역슬래시 뒤에 올 수 없는 글자입니다. 역슬래시 자체를 찾으려면 \\\\로 쓰세요."
        }
        FilterErrorKind::EscapeUnfinished => {
            "역슬래시 뒤가 비었습니다. 역슬래시 자체를 찾으려면 \\\\로 쓰세요."
        }
        FilterErrorKind::LookAround => {
            "전방·후방 탐색은 끝없이 오래 걸릴 수 있어 지원하지 않습니다."
        }
        FilterErrorKind::Backreference => "역참조는 끝없이 오래 걸릴 수 있어 지원하지 않습니다.",
        FilterErrorKind::UnicodeProperty => {
            "지원하지 않는 문자 클래스입니다. [가-힣] 같은 범위로 쓰세요."
        }
        FilterErrorKind::TooDeep => "괄호가 너무 깊이 중첩되었습니다.",
        FilterErrorKind::TooLong => "패턴이 너무 깁니다. 표시한 부분을 빼세요.",
        FilterErrorKind::TooLarge => "반복이 너무 많습니다. 횟수를 줄이세요.",
        FilterErrorKind::Other => "올바른 패턴이 아닙니다.",
        FilterErrorKind::SizesReversed => {
            "최소 크기가 최대 크기보다 커서 맞는 메시지가 있을 수 없습니다."
        }
    }
}
