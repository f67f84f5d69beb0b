//! Why a connection may never have opened.
//!
//! A browser does not tell a page, lest it scan the network of whoever looks at it (WHATWG
//! WebSockets, "Feedback from the protocol"): the code is 1006 whatever happened. But the address, the
//! page's own scheme and the time that it took leave few causes, and some that are certain.

use super::address::{Destination, destination};

/// When nobody has answered for so long, packets are being dropped; a machine on which nothing
/// listens says so at once. (Windows tries again for 2 s before it says so, and Chromium delays a
/// page's attempts by up to 5 s when many have failed.)
const NO_ANSWER_TIMEOUT_MS: f64 = 8_000.0;

/// What may have kept a connection from opening; each has a way out of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Browsers connect to no such port, whoever listens there.
    BlockedPort {
        /// The port.
        port: u16,
    },
    /// The page is from https and the address is ws: browsers forbid it.
    MixedContent,
    /// Nobody answers: the machine is off, or a firewall drops the packets.
    NoAnswer,
    /// The machine is there and nothing listens on the port, or there is no such machine.
    NothingListens,
    /// The browser does not trust the certificate.
    TlsCertificate,
    /// The server answered, but not with 101: a wrong path, origin or subprotocol, or no credentials.
    RefusedHandshake,
}

/// What may have kept a connection to an understood address from opening, most likely first; one
/// alone where that is certain. `elapsed_ms` is from the attempt to its end.
#[must_use]
pub fn causes(address: &str, page_is_secure: bool, elapsed_ms: f64) -> Vec<Cause> {
    let to = destination(address);
    let port = to.map_or(0, |to| to.port);
    if to.is_some() && BLOCKED_PORTS.contains(&port) {
        return vec![Cause::BlockedPort { port }];
    }
    let is_mixed = page_is_secure && to.is_some_and(|to| !to.is_secure);
    if is_mixed && !to.is_some_and(|to| to.is_loopback()) {
        return vec![Cause::MixedContent];
    }
    let mut causes = vec![if elapsed_ms >= NO_ANSWER_TIMEOUT_MS {
        Cause::NoAnswer
    } else {
        Cause::NothingListens
    }];
    if to.is_some_and(|to: Destination<'_>| to.is_secure) {
        causes.push(Cause::TlsCertificate);
    }
    causes.push(Cause::RefusedHandshake);
    if is_mixed {
        // To this machine the specification allows it, and Safari does not.
        causes.push(Cause::MixedContent);
    }
    causes
}

/// The same place by https, where a browser shows what is wrong with a certificate and lets one accept
/// it for a WebSocket too. `None` where the connection is not over TLS.
#[must_use]
pub fn https_twin(address: &str) -> Option<String> {
    let rest = address.strip_prefix("wss://")?;
    Some(["https://", rest].concat())
}

/// The Fetch Standard's "bad ports" (section "Port blocking"), which WHATWG WebSockets blocks too: the
/// ports of older protocols, whose servers might take a handshake for commands.
const BLOCKED_PORTS: [u16; 83] = [
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101,
    102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427,
    465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990,
    993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667,
    6668, 6669, 6679, 6697, 10080,
];

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_stands_alone() {
        assert_eq!(
            causes("ws://localhost:6000/", false, 3.0),
            [Cause::BlockedPort { port: 6000 }]
        );
        assert_eq!(
            causes("ws://ullim.example/", true, 3.0),
            [Cause::MixedContent]
        );
        assert_eq!(
            causes("ws://ullim.example:25/", true, 3.0),
            [Cause::BlockedPort { port: 25 }]
        );
    }

    #[test]
    fn what_answers_at_once_is_there_and_what_takes_long_is_not() {
        let fast = causes("ws://localhost:3000", false, 20.0);
        assert_eq!(fast, [Cause::NothingListens, Cause::RefusedHandshake]);
        let slow = causes("ws://10.1.2.3/", false, 21_000.0);
        assert_eq!(slow, [Cause::NoAnswer, Cause::RefusedHandshake]);
    }

    #[test]
    fn a_certificate_is_a_matter_of_wss() {
        for page_is_secure in [false, true] {
            assert_eq!(
                causes("wss://localhost:3443", page_is_secure, 20.0),
                [
                    Cause::NothingListens,
                    Cause::TlsCertificate,
                    Cause::RefusedHandshake
                ]
            );
        }
    }

    #[test]
    fn mixed_content_to_this_machine_is_possible_and_comes_last() {
        let causes = causes("ws://127.0.0.1:3000", true, 20.0);
        assert_eq!(causes.first(), Some(&Cause::NothingListens));
        assert_eq!(causes.last(), Some(&Cause::MixedContent));
    }

    #[test]
    fn the_twin_of_wss_is_https_and_ws_has_none() {
        assert_eq!(
            https_twin("wss://a:3443/x?y").as_deref(),
            Some("https://a:3443/x?y")
        );
        assert_eq!(https_twin("ws://a"), None);
        assert_eq!(https_twin("javascript:alert(1)"), None);
    }

    #[test]
    fn the_blocked_ports_are_in_order_and_none_stands_there_twice() {
        assert!(BLOCKED_PORTS.is_sorted_by(|one, next| one < next));
        for used in [80, 443, 3000, 8080] {
            assert!(!BLOCKED_PORTS.contains(&used), "{used}");
        }
    }
}
