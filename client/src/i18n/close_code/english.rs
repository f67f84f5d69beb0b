//! The meanings of close codes in English.

use yew::AttrValue;

use super::CloseCodePhrase;

pub(super) fn say(phrase: CloseCodePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CloseCodePhrase::NormalClosure => "What the connection was for is done.",
        CloseCodePhrase::GoingAway => "The server goes down, or the page was left.",
        CloseCodePhrase::ProtocolError => "The other side broke the WebSocket protocol.",
        CloseCodePhrase::UnsupportedData => {
            "A kind of data came that cannot be taken, such as binary where only text is understood."
        }
        CloseCodePhrase::NoStatusReceived => {
            "The close frame had no code; the browser shows this number in its place."
        }
        CloseCodePhrase::AbnormalClosure => {
            "The connection ended without a close frame; the browser shows this number in its place."
        }
        CloseCodePhrase::InvalidPayloadData => {
            "What was in a message did not fit its kind, such as text that is not UTF-8."
        }
        CloseCodePhrase::PolicyViolation => "A message went against the receiver's policy.",
        CloseCodePhrase::MessageTooBig => "A message was larger than the receiver takes.",
        CloseCodePhrase::MandatoryExtension => {
            "The client needs an extension that the server did not agree to."
        }
        CloseCodePhrase::InternalError => "The server met a problem that it did not expect.",
        CloseCodePhrase::ServiceRestart => "The server restarts. Connect again in a moment.",
        CloseCodePhrase::TryAgainLater => "The server is overloaded. Connect again later.",
        CloseCodePhrase::BadGateway => {
            "A server in between got no valid answer from the server behind it."
        }
        CloseCodePhrase::TlsHandshake => {
            "TLS could not be set up. Look at the server's certificate."
        }
        CloseCodePhrase::Unauthorized => "Credentials are missing, or are not the right ones.",
        CloseCodePhrase::Forbidden => "The credentials do not allow this.",
        CloseCodePhrase::Timeout => "The other side did not answer in time.",

        CloseCodePhrase::NeverUsed => "Codes below 1000 are not used.",
        CloseCodePhrase::OfTheProtocol => {
            "Codes up to 2999 are reserved for the WebSocket protocol, which gives this one no \
             meaning yet."
        }
        CloseCodePhrase::OfLibraries => {
            "3000–3999 are for libraries and frameworks, who register theirs with IANA; this one is \
             not registered."
        }
        CloseCodePhrase::OfTheApplication => {
            "4000–4999 are the application's own. What this one means, that server's documentation \
             tells."
        }
        CloseCodePhrase::OutsideEveryRange => "Codes above 4999 are in no range.",
    })
}
