//! `/broken/{case}`: breaks RFC 6455 or RFC 7692 in one named way, to test a client.

use crate::catalogue::Endpoint;
use crate::parameter::{Integer, Parameter};

/// Breaks RFC 6455 or RFC 7692 in one named way.
pub const ENDPOINT: Endpoint = Endpoint {
    name: "broken",
    path: "/broken/{case}",
    summary: "breaks RFC 6455 or RFC 7692 in one named way, to test a client",
    description: "A correct client fails the connection. The cases, the section that each one violates \
         and what a correct client does are listed at /endpoints. Those of RFC 7692 need a client that offers \
         permessage-deflate; any other one is refused with 400.",
    subprotocols: &[],
    parameters: &[Parameter::Integer(INFLATED_BYTES)],
    receives: None,
    sends: None,
    example: "/broken/masked-frame",
};

/// The size of the message of the case `inflating`, in bytes.
pub const INFLATED_BYTES: Integer = Integer {
    name: "inflated_bytes",
    description: "The size to which the message of the case `inflating` inflates, in bytes.",
    min: 1,
    max: 1_073_741_824,
    default: 268_435_456,
};

/// One way of breaking RFC 6455 or RFC 7692.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// Its name in the path.
    pub name: &'static str,
    /// The mistake of the server.
    pub breaks: &'static str,
    /// The RFC that this violates: 6455, or 7692 for compression.
    pub rfc: u16,
    /// The section of it.
    pub section: &'static str,
    /// The reaction of a correct client.
    pub expects: Expects,
}

/// The reaction of a correct client to a broken server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// It fails the opening handshake (section 4.1): the connection is never open.
    FailsHandshake,
    /// It fails the connection (section 7.1.7), and where it sends a close frame, with this code.
    Fails(u16),
    /// It fails the connection with this code if it is strict. The RFC binds only the sender, so a lenient client
    /// may accept the message.
    MayFail(u16),
    /// It sees the connection end without a close frame: 1006 (section 7.1.5).
    SeesAbnormalClosure,
    /// It fails the connection. RFC 7692 names no code for it.
    FailsInflating,
    /// It takes the message: unusual, and right.
    TakesTheMessage,
    /// It accepts the close frame and ignores everything behind it (section 5.5.1).
    IgnoresTheRest,
}

impl Expects {
    /// The reaction, as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::FailsHandshake => {
                "Fails the opening handshake; the connection is never open.".to_owned()
            }
            Self::Fails(code) => {
                format!("Fails the connection, with {code} where it sends a close frame.")
            }
            Self::MayFail(code) => format!(
                "A strict one fails the connection with {code}; a lenient one takes the message."
            ),
            Self::SeesAbnormalClosure => "Reports 1006, as no close frame came.".to_owned(),
            Self::FailsInflating => {
                "Fails the connection; no code is named for it, and clients send 1007 or 1002."
                    .to_owned()
            }
            Self::TakesTheMessage => "Takes the message, which is right.".to_owned(),
            Self::IgnoresTheRest => "Takes the close frame and ignores what follows it.".to_owned(),
        }
    }
}

const PROTOCOL_ERROR: Expects = Expects::Fails(1002);
const INVALID_PAYLOAD: Expects = Expects::Fails(1007);
const TOO_BIG: Expects = Expects::Fails(1009);

const fn case(
    name: &'static str,
    section: &'static str,
    expects: Expects,
    breaks: &'static str,
) -> Case {
    Case {
        name,
        breaks,
        rfc: 6455,
        section,
        expects,
    }
}

/// The same of RFC 7692, for a client that offers permessage-deflate.
const fn compressed(
    name: &'static str,
    section: &'static str,
    expects: Expects,
    breaks: &'static str,
) -> Case {
    Case {
        rfc: 7692,
        ..case(name, section, expects, breaks)
    }
}

/// Every case, by handshake, frames, payloads, closing and compression, and there in the order of the RFC's sections.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    case("bad-status-line", "4.1", Expects::FailsHandshake, "The answer's status line is not HTTP."),
    case("wrong-accept", "4.1", Expects::FailsHandshake, "Sec-WebSocket-Accept is that of another key."),
    case("missing-accept", "4.1", Expects::FailsHandshake, "Sec-WebSocket-Accept is missing."),
    case("unrequested-subprotocol", "4.1", Expects::FailsHandshake, "The answer selects a subprotocol that was not offered."),
    case("unrequested-extension", "4.1", Expects::FailsHandshake, "The answer names an extension that was not offered."),
    case("reserved-bits", "5.2", PROTOCOL_ERROR, "A text frame has RSV3 set and no extension was negotiated."),
    case("reserved-opcode", "5.2", PROTOCOL_ERROR, "A frame has the reserved data opcode 0x3."),
    case("reserved-control-opcode", "5.2", PROTOCOL_ERROR, "A frame has the reserved control opcode 0xB."),
    case("masked-frame", "5.1", PROTOCOL_ERROR, "The server masks a frame."),
    case("non-minimal-length", "5.2", Expects::MayFail(1002), "A payload of 5 bytes has its length in 16 bits."),
    case("oversized-length", "5.2", TOO_BIG, "A frame announces 2^62 bytes and sends 5 of them."),
    case("truncated-frame", "7.1.5", Expects::SeesAbnormalClosure, "TCP ends in the middle of a frame."),
    case("orphan-continuation", "5.4", PROTOCOL_ERROR, "A continuation frame comes with nothing to continue."),
    case("interleaved-message", "5.4", PROTOCOL_ERROR, "A new text message begins before the last one has ended."),
    case("fragmented-control", "5.5", PROTOCOL_ERROR, "A ping has FIN clear."),
    case("oversized-control", "5.5", PROTOCOL_ERROR, "A ping carries 126 bytes."),
    case("invalid-utf8", "8.1", INVALID_PAYLOAD, "A text message is not UTF-8."),
    case("invalid-utf8-split", "8.1", INVALID_PAYLOAD, "A text message of two fragments is not UTF-8 from the second on."),
    case("close-code-1005", "7.4.1", PROTOCOL_ERROR, "A close frame carries 1005, which must not go over the wire."),
    case("close-code-1006", "7.4.1", PROTOCOL_ERROR, "A close frame carries 1006, which must not go over the wire."),
    case("close-code-999", "7.4.2", PROTOCOL_ERROR, "A close frame carries 999, below every range."),
    case("close-code-5000", "7.4.2", PROTOCOL_ERROR, "A close frame carries 5000, above every range."),
    case("close-payload-one-byte", "5.5.1", PROTOCOL_ERROR, "A close frame carries one byte, half a code."),
    case("close-reason-invalid-utf8", "5.5.1", INVALID_PAYLOAD, "The reason in a close frame is not UTF-8."),
    case("data-after-close", "5.5.1", Expects::IgnoresTheRest, "A text message follows the close frame."),
    compressed("unknown-extension-parameter", "7", Expects::FailsHandshake, "The answer to permessage-deflate has a parameter that there is not."),
    compressed("repeated-extension-parameter", "7", Expects::FailsHandshake, "The answer to permessage-deflate has a parameter twice."),
    compressed("window-bits-out-of-range", "7.1.2.1", Expects::FailsHandshake, "The answer has server_max_window_bits=16; 15 is the most."),
    compressed("compressed-control", "6", PROTOCOL_ERROR, "A ping has RSV1 set, as if it were compressed."),
    compressed("compressed-continuation", "6", PROTOCOL_ERROR, "The second fragment of a compressed message has RSV1 set, too."),
    compressed("invalid-deflate", "7.2.2", Expects::FailsInflating, "A compressed message has a block of a type that there is not."),
    compressed("unfinished-deflate", "7.2.2", Expects::FailsInflating, "A compressed message ends in the middle of a block."),
    compressed("undeclared-takeover", "7.1.1.1", Expects::FailsInflating, "The second message refers to the first, although the server agreed on no takeover."),
    compressed("final-block-inside", "7.2.3.4", Expects::TakesTheMessage, "Nothing: a final block in the middle of a message is unusual, and right."),
    compressed("inflating", "7.2.2", Expects::MayFail(1009), "Nothing: a short message inflates to `inflated_bytes`, more than most clients should take."),
];

impl Case {
    /// The rule that it violates, as `RFC 6455, section 5.2`.
    #[must_use]
    pub fn rule(&self) -> String {
        format!("RFC {}, section {}", self.rfc, self.section)
    }
}

/// The case of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Case> {
    CASES.iter().find(|case| case.name == name)
}

#[cfg(test)]
mod tests {
    use super::{CASES, find};

    #[test]
    fn case_is_found_by_its_name() {
        for case in CASES {
            assert_eq!(find(case.name), Some(case));
        }
        assert_eq!(find("masked"), None);
    }

    #[test]
    fn case_names_a_section_and_a_rule() {
        for case in CASES {
            assert!(
                case.section
                    .split('.')
                    .all(|part| part.parse::<u8>().is_ok()),
                "{}",
                case.name
            );
            assert!(case.breaks.ends_with('.'), "{}", case.name);
        }
    }
}
