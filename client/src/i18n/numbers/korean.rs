//! The words of the numbers in Korean.

use yew::AttrValue;

use super::NumbersPhrase;
use session::format::{grouped, human_size};

pub(in crate::i18n) fn say(phrase: NumbersPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        NumbersPhrase::Heading => "수치",
        NumbersPhrase::Sent => "보냄",
        NumbersPhrase::Received => "받음",

        NumbersPhrase::MessagesPerSecond => "초당 메시지, 지난 60초",
        NumbersPhrase::BytesPerSecond => "초당 바이트, 지난 60초",
        NumbersPhrase::PeakMessages { sent, received } => {
            let (sent, received) = (grouped(sent), grouped(received));
            return format!(
                "지난 60초의 초당 메시지: 가장 많을 때 {received}개를 받고 {sent}개를 보냈습니다."
            )
            .into();
        }
        NumbersPhrase::PeakBytes { sent, received } => {
            let (sent, received) = (human_size(sent), human_size(received));
            return format!(
                "지난 60초의 초당 바이트: 가장 많을 때 {received}를 받고 {sent}를 보냈습니다."
            )
            .into();
        }
        NumbersPhrase::Now => "지금",
        NumbersPhrase::Peak => "최대",
        NumbersPhrase::Total => "모두",
        NumbersPhrase::RateOfMessages(count) => return format!("{}개/초", grouped(count)).into(),
        NumbersPhrase::RateOfBytes(bytes) => return format!("{}/초", human_size(bytes)).into(),
        NumbersPhrase::Messages(count) => return format!("메시지 {}개", grouped(count)).into(),

        NumbersPhrase::RoundTrip => "왕복 시간",
        NumbersPhrase::RoundTripNotMeasured => {
            "서버가 메시지를 돌려보낼 때(/echo와 수업)만 왕복 시간을 잽니다."
        }
        NumbersPhrase::RoundTripNotYet => "메시지를 보내면 돌아오기까지의 시간을 잽니다.",
        NumbersPhrase::Last => "마지막",
        NumbersPhrase::Median => "중앙값",
        NumbersPhrase::Shortest => "최소",
        NumbersPhrase::Longest => "최대",
        NumbersPhrase::RoundTrips(count) => return format!("최근 왕복 {count}번").into(),
    })
}
