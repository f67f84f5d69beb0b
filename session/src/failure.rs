//! Why a connection may have failed to open.
//!
//! A browser does not tell a page, as the page could scan the person's network (WHATWG WebSockets,
//! "Feedback from the protocol"). The code is always 1006. The address, the page's own scheme and the
//! elapsed time leave few causes, and some are certain.

use super::address::{Destination, destination};

/// The time after which a failure means dropped packets: a machine without a listener refuses at once.
/// Windows retries for 2 s before it reports that, and Chromium delays attempts by up to 5 s after many
/// failures.
const NO_ANSWER_TIMEOUT_MS: f64 = 8_000.0;

/// A possible cause of a failure. Each has its own way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Browsers block this port, whatever listens there.
    BlockedPort {
        /// The port.
        port: u16,
    },
    /// A page from https may not use ws.
    MixedContent,
    /// The machine is off, or a firewall drops the packets.
    NoAnswer,
    /// The machine has no listener on the port, or the name has no machine.
    NothingListens,
    /// The browser does not trust the certificate.
    TlsCertificate,
    /// The server did not answer with 101: the path, the origin, the subprotocol or the credentials are
    /// wrong.
    RefusedHandshake,
}

/// The possible causes for an address of [`understand`](super::address::understand), the most likely first;
/// a certain one is alone. `elapsed_ms` is the time from the attempt to its end.
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
        // The specification allows it for this machine, but Safari does not.
        causes.push(Cause::MixedContent);
    }
    causes
}

/// The same address as https, at which a browser shows what is wrong with a certificate and may accept it
/// for WebSockets too. `None` without TLS.
#[must_use]
pub fn https_twin(address: &str) -> Option<String> {
    let rest = address.strip_prefix("wss://")?;
    Some(["https://", rest].concat())
}

/// The "bad ports" of the Fetch Standard (section "Port blocking"), which WHATWG WebSockets blocks too.
/// Servers of older protocols might read a handshake as commands.
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
    fn certain_cause_is_alone() {
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
    fn slow_failure_is_no_answer_and_a_quick_one_no_listener() {
        let fast = causes("ws://localhost:3000", false, 20.0);
        assert_eq!(fast, [Cause::NothingListens, Cause::RefusedHandshake]);
        let slow = causes("ws://10.1.2.3/", false, 21_000.0);
        assert_eq!(slow, [Cause::NoAnswer, Cause::RefusedHandshake]);
    }

    #[test]
    fn certificate_is_a_cause_with_wss_only() {
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
    fn mixed_content_to_this_machine_is_the_last_cause() {
        let causes = causes("ws://127.0.0.1:3000", true, 20.0);
        assert_eq!(causes.first(), Some(&Cause::NothingListens));
        assert_eq!(causes.last(), Some(&Cause::MixedContent));
    }

    #[test]
    fn https_twin_of_wss_is_https_and_of_ws_none() {
        assert_eq!(
            https_twin("wss://a:3443/x?y").as_deref(),
            Some("https://a:3443/x?y")
        );
        assert_eq!(https_twin("ws://a"), None);
        assert_eq!(https_twin("javascript:alert(1)"), None);
    }

    #[test]
    fn blocked_ports_are_sorted_and_unique() {
        assert!(BLOCKED_PORTS.is_sorted_by(|one, next| one < next));
        for used in [80, 443, 3000, 8080] {
            assert!(!BLOCKED_PORTS.contains(&used), "{used}");
        }
    }
}
