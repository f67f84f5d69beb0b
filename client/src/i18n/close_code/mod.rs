//! The meaning of each close code, in one sentence.
//!
//! The codes are those of RFC 6455 section 7.4.1 and of the IANA registry "WebSocket Close Code
//! Number Registry", the ranges those of section 7.4.2. Their registered names belong to no
//! language and are in [`protocol::close_code`].

pub(super) mod english;
pub(super) mod korean;

/// The meaning of a close code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named as its code is in the registry; the languages spell it out"
)]
pub enum CloseCodePhrase {
    NormalClosure,
    GoingAway,
    ProtocolError,
    UnsupportedData,
    NoStatusReceived,
    AbnormalClosure,
    InvalidPayloadData,
    PolicyViolation,
    MessageTooBig,
    MandatoryExtension,
    InternalError,
    ServiceRestart,
    TryAgainLater,
    BadGateway,
    TlsHandshake,
    Unauthorized,
    Forbidden,
    Timeout,

    /// Below 1000.
    NotUsed,
    /// Up to 2999: reserved for the protocol, which has not defined this one.
    ReservedForProtocol,
    /// Up to 3999: for libraries and frameworks, registered with IANA. This one is not registered.
    ReservedForLibraries,
    /// Up to 4999: for the application.
    ReservedForApplication,
    /// From 5000 on.
    OutsideEveryRange,
}

impl CloseCodePhrase {
    /// The meaning of this code: the registered one, or else that of its range.
    #[must_use]
    pub fn of(code: u16) -> Self {
        match code {
            1000 => Self::NormalClosure,
            1001 => Self::GoingAway,
            1002 => Self::ProtocolError,
            1003 => Self::UnsupportedData,
            1005 => Self::NoStatusReceived,
            1006 => Self::AbnormalClosure,
            1007 => Self::InvalidPayloadData,
            1008 => Self::PolicyViolation,
            1009 => Self::MessageTooBig,
            1010 => Self::MandatoryExtension,
            1011 => Self::InternalError,
            1012 => Self::ServiceRestart,
            1013 => Self::TryAgainLater,
            1014 => Self::BadGateway,
            1015 => Self::TlsHandshake,
            3000 => Self::Unauthorized,
            3003 => Self::Forbidden,
            3008 => Self::Timeout,
            0..=999 => Self::NotUsed,
            1004 | 1016..=2999 => Self::ReservedForProtocol,
            3001..=3002 | 3004..=3007 | 3009..=3999 => Self::ReservedForLibraries,
            4000..=4999 => Self::ReservedForApplication,
            5000.. => Self::OutsideEveryRange,
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::i18n::Language;

    /// One unregistered code of each range.
    const OF_RANGES: [u16; 5] = [0, 1004, 3001, 4000, 5000];

    #[test]
    fn close_code_registered_or_of_a_range_has_its_own_sentence() {
        let registered = (0..=u16::MAX).filter(|code| protocol::close_code::name(*code).is_some());
        let codes: Vec<u16> = registered.chain(OF_RANGES).collect();
        assert_eq!(codes.len(), 23);
        let mut sentences = BTreeSet::new();
        for language in Language::ALL {
            for &code in &codes {
                let sentence = language.say(CloseCodePhrase::of(code));
                assert!(sentence.ends_with('.'), "{code}: {sentence}");
                assert!(sentences.insert(sentence.to_string()), "{code}: {sentence}");
            }
        }
    }

    #[test]
    fn close_code_unregistered_means_its_range() {
        for (code, meaning) in [
            (0, CloseCodePhrase::NotUsed),
            (999, CloseCodePhrase::NotUsed),
            (1004, CloseCodePhrase::ReservedForProtocol),
            (1016, CloseCodePhrase::ReservedForProtocol),
            (2999, CloseCodePhrase::ReservedForProtocol),
            (3001, CloseCodePhrase::ReservedForLibraries),
            (3999, CloseCodePhrase::ReservedForLibraries),
            (4000, CloseCodePhrase::ReservedForApplication),
            (4999, CloseCodePhrase::ReservedForApplication),
            (5000, CloseCodePhrase::OutsideEveryRange),
            (u16::MAX, CloseCodePhrase::OutsideEveryRange),
        ] {
            assert_eq!(CloseCodePhrase::of(code), meaning, "{code}");
        }
    }
}
