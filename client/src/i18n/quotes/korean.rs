//! The words of the quotes in Korean.

use yew::AttrValue;

use super::QuotesPhrase;
use session::format::grouped;
use session::quotes::figure::plain;

pub(in crate::i18n) fn say(phrase: QuotesPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        QuotesPhrase::Caption => "시세와 시작가 대비 변동",
        QuotesPhrase::Symbol => "종목",
        QuotesPhrase::Price => "현재가",
        QuotesPhrase::Change => "변동",
        QuotesPhrase::Range => "저가 – 고가",
        QuotesPhrase::LastMinute => "지난 1분",
        QuotesPhrase::LastMinuteRange { low, high } => {
            return format!("지난 1분 동안 {}에서 {} 사이.", plain(low), plain(high)).into();
        }
        QuotesPhrase::NotConnected => "아직 시세가 없습니다. 연결하면 보입니다.",
        QuotesPhrase::Awaited => "첫 시세를 기다리는 중입니다.",
        QuotesPhrase::Stale => "연결되어 있지 않습니다. 마지막으로 받은 시각:",
        QuotesPhrase::Live => "실시간.",
        QuotesPhrase::Skipped(count) => {
            return format!("더 새로운 값이 와서 건너뛴 변동 {}건.", grouped(count)).into();
        }
        QuotesPhrase::Unreadable(count) => {
            return format!(
                "시세로 읽을 수 없는 메시지 {}개. 기록에 있습니다.",
                grouped(count)
            )
            .into();
        }
    })
}
