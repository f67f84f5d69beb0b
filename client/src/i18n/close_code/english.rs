//! The meanings of close codes in English.

use yew::AttrValue;

use super::CloseCodePhrase;

pub(in crate::i18n) fn say(phrase: CloseCodePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        CloseCodePhrase::NormalClosure => "The connection served its purpose and closed normally.",
        CloseCodePhrase::GoingAway => "The server is shutting down, or the browser left the page.",
        CloseCodePhrase::ProtocolError => "The other side broke the WebSocket protocol.",
        CloseCodePhrase::UnsupportedData => {
            "The kind of message is not supported, such as binary where only text is accepted."
        }
        CloseCodePhrase::NoStatusReceived => {
            "The close frame had no code. The browser reports this number instead."
        }
        CloseCodePhrase::AbnormalClosure => {
            "The connection ended without a close frame. The browser reports this number instead."
        }
        CloseCodePhrase::InvalidPayloadData => {
            "The content of a message did not match its kind, such as text that is not UTF-8."
        }
        CloseCodePhrase::PolicyViolation => "A message violated the receiver's policy.",
        CloseCodePhrase::MessageTooBig => "A message was larger than the receiver accepts.",
        CloseCodePhrase::MandatoryExtension => {
            "The client needs an extension that the server did not agree to."
        }
        CloseCodePhrase::InternalError => "The server ran into an unexpected problem.",
        CloseCodePhrase::ServiceRestart => "The server is restarting. Connect again in a moment.",
        CloseCodePhrase::TryAgainLater => "The server is overloaded. Connect again later.",
        CloseCodePhrase::BadGateway => "A gateway got no valid response from the server behind it.",
        CloseCodePhrase::TlsHandshake => {
            "The TLS handshake failed. Check the server's certificate."
        }
        CloseCodePhrase::Unauthorized => "Credentials are missing or wrong.",
        CloseCodePhrase::Forbidden => "The credentials do not allow this.",
        CloseCodePhrase::Timeout => "The other side did not answer in time.",

        CloseCodePhrase::NotUsed => "Codes below 1000 are not used.",
        CloseCodePhrase::ReservedForProtocol => {
            "Codes up to 2999 are reserved for the WebSocket protocol. This one has no meaning yet."
        }
        CloseCodePhrase::ReservedForLibraries => {
            "3000–3999 are for libraries and frameworks, registered with IANA. This one is not \
             registered."
        }
        CloseCodePhrase::ReservedForApplication => {
            "4000–4999 belong to the application. See the server's documentation for this one."
        }
        CloseCodePhrase::OutsideEveryRange => "Codes above 4999 are not defined.",
    })
}
