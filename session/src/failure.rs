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

/// The time after which connecting is longer than a person expects.
const LONG_CONNECTING_MS: f64 = 1_500.0;

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
    /// The server did not answer with 101: the path, the origin or the credentials are wrong.
    RefusedHandshake,
    /// The server broke the protocol, and the browser ended the connection.
    ProtocolError,
    /// The server would accept the same handshake now.
    Accepted,
    /// The server selected none of the offered subprotocols. Chromium fails such a connection; Firefox opens it.
    NoSubprotocol,
    /// Another tab is connecting to the same server, and the browser makes one opening handshake at a time.
    HeldUp,
    /// The browser may be asking the person, or has asked, whether the page may reach this machine (W3C Local Network
    /// Access).
    Prompt,
    /// The browser waits by itself before it connects again.
    BrowserDelay {
        /// The longest wait.
        ms: u64,
    },
}

/// What is known of an attempt, beside its address.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Circumstances {
    /// Whether the page came by https.
    pub page_is_secure: bool,
    /// Whether the page came from another machine and has no permission to reach this one.
    pub may_be_prompted: bool,
    /// Whether subprotocols were offered.
    pub offers_subprotocols: bool,
    /// Whether a tab was connected to the same server before.
    pub has_answered: bool,
    /// Whether the page's server says that it would accept the handshake.
    pub is_accepted: bool,
    /// Whether the server was asked to break the protocol.
    pub is_at_broken: bool,
    /// Whether another tab has been connecting to the same server for longer.
    pub is_held_up: bool,
    /// The longest time that the browser waits by itself, in milliseconds.
    pub browser_delay_ms: f64,
    /// The time from the attempt to its end, or to now, in milliseconds.
    pub elapsed_ms: f64,
}

/// The possible causes for an address of [`understand`](super::address::understand), the most likely first;
/// a certain one is alone.
#[must_use]
pub fn causes(address: &str, known: Circumstances) -> Vec<Cause> {
    let Circumstances {
        page_is_secure,
        elapsed_ms,
        ..
    } = known;
    let to = destination(address);
    let port = to.map_or(0, |to| to.port);
    if to.is_some() && BLOCKED_PORTS.contains(&port) {
        return vec![Cause::BlockedPort { port }];
    }
    let is_mixed = page_is_secure && to.is_some_and(|to| !to.is_secure);
    if is_mixed && !to.is_some_and(|to| to.is_loopback()) {
        return vec![Cause::MixedContent];
    }
    if known.is_at_broken {
        return vec![Cause::ProtocolError];
    }
    let is_slow = elapsed_ms >= NO_ANSWER_TIMEOUT_MS;
    let is_secure = to.is_some_and(|to: Destination<'_>| to.is_secure);
    let absence = if is_slow {
        Cause::NoAnswer
    } else {
        Cause::NothingListens
    };
    let is_there = known.has_answered || known.is_accepted;
    let mut causes = Vec::new();
    let mut add = |cause, is_possible: bool| causes.extend(is_possible.then_some(cause));
    add(Cause::Prompt, is_prompted(to, known));
    add(Cause::HeldUp, is_slow && known.is_held_up);
    add(absence, !is_there);
    add(Cause::TlsCertificate, is_secure && !is_there);
    add(Cause::RefusedHandshake, !known.is_accepted);
    add(Cause::NoSubprotocol, known.offers_subprotocols);
    add(Cause::Accepted, known.is_accepted);
    // It answered before, and may have stopped since.
    add(absence, known.has_answered && !known.is_accepted);
    if is_mixed {
        // The specification allows it for this machine, but Safari does not.
        causes.push(Cause::MixedContent);
    }
    causes
}

/// Why the browser itself may be the one that waits, while an attempt is under way. Empty for an attempt that began a
/// moment ago.
#[must_use]
pub fn waits(address: &str, known: Circumstances) -> Vec<Cause> {
    if known.elapsed_ms < LONG_CONNECTING_MS {
        return vec![];
    }
    let delay = Cause::BrowserDelay {
        ms: known.browser_delay_ms as u64,
    };
    let mut causes = Vec::new();
    if is_prompted(destination(address), known) {
        causes.push(Cause::Prompt);
    }
    if known.is_held_up {
        causes.push(Cause::HeldUp);
    }
    if known.browser_delay_ms > known.elapsed_ms {
        causes.push(delay);
    }
    causes
}

fn is_prompted(to: Option<Destination<'_>>, known: Circumstances) -> bool {
    known.may_be_prompted && to.is_some_and(|to| to.is_loopback())
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

    fn causes_of(address: &str, page_is_secure: bool, elapsed_ms: f64) -> Vec<Cause> {
        let known = Circumstances {
            page_is_secure,
            elapsed_ms,
            ..Circumstances::default()
        };
        causes(address, known)
    }

    #[test]
    fn certain_cause_is_alone() {
        assert_eq!(
            causes_of("ws://localhost:6000/", false, 3.0),
            [Cause::BlockedPort { port: 6000 }]
        );
        assert_eq!(
            causes_of("ws://ullim.example/", true, 3.0),
            [Cause::MixedContent]
        );
        assert_eq!(
            causes_of("ws://ullim.example:25/", true, 3.0),
            [Cause::BlockedPort { port: 25 }]
        );
    }

    #[test]
    fn slow_failure_is_no_answer_and_a_quick_one_no_listener() {
        let fast = causes_of("ws://localhost:3000", false, 20.0);
        assert_eq!(fast, [Cause::NothingListens, Cause::RefusedHandshake]);
        let slow = causes_of("ws://10.1.2.3/", false, 21_000.0);
        assert_eq!(slow, [Cause::NoAnswer, Cause::RefusedHandshake]);
    }

    #[test]
    fn certificate_is_a_cause_with_wss_only() {
        for page_is_secure in [false, true] {
            assert_eq!(
                causes_of("wss://localhost:3443", page_is_secure, 20.0),
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
        let causes = causes_of("ws://127.0.0.1:3000", true, 20.0);
        assert_eq!(causes.first(), Some(&Cause::NothingListens));
        assert_eq!(causes.last(), Some(&Cause::MixedContent));
    }

    #[test]
    fn no_subprotocol_is_a_cause_where_some_were_offered() {
        let known = Circumstances {
            offers_subprotocols: true,
            ..Circumstances::default()
        };
        let offered = causes("ws://localhost:3000", known);
        assert!(offered.contains(&Cause::NoSubprotocol), "{offered:?}");
        let none = causes("ws://localhost:3000", Circumstances::default());
        assert!(!none.contains(&Cause::NoSubprotocol), "{none:?}");
    }

    #[test]
    fn server_that_answered_before_is_absent_last() {
        let known = Circumstances {
            has_answered: true,
            ..Circumstances::default()
        };
        let causes = causes("wss://a/api", known);
        assert_eq!(causes, [Cause::RefusedHandshake, Cause::NothingListens]);
    }

    #[test]
    fn server_that_would_accept_is_neither_absent_nor_refuses() {
        let known = Circumstances {
            is_accepted: true,
            offers_subprotocols: true,
            ..Circumstances::default()
        };
        let causes = causes("ws://localhost:3000/echo", known);
        assert_eq!(causes, [Cause::NoSubprotocol, Cause::Accepted]);
    }

    #[test]
    fn server_asked_to_break_the_protocol_did_so_for_certain() {
        let known = Circumstances {
            is_at_broken: true,
            ..Circumstances::default()
        };
        let causes = causes("ws://localhost:3000/broken/bad-accept", known);
        assert_eq!(causes, [Cause::ProtocolError]);
    }

    #[test]
    fn prompt_is_the_first_cause_for_this_machine_only() {
        let known = Circumstances {
            page_is_secure: true,
            may_be_prompted: true,
            elapsed_ms: 15_000.0,
            ..Circumstances::default()
        };
        let here = causes("ws://localhost:3000", known);
        assert_eq!(here.first(), Some(&Cause::Prompt));
        assert_eq!(waits("ws://localhost:3000", known), [Cause::Prompt]);
        assert!(!causes("wss://ullim.example", known).contains(&Cause::Prompt));
        assert_eq!(waits("wss://ullim.example", known), []);
    }

    #[test]
    fn waiting_of_the_browser_is_told_while_it_lasts() {
        let known = Circumstances {
            is_held_up: true,
            browser_delay_ms: 2_250.0,
            elapsed_ms: 2_000.0,
            ..Circumstances::default()
        };
        let delay = Cause::BrowserDelay { ms: 2_250 };
        assert_eq!(waits("ws://a", known), [Cause::HeldUp, delay]);
        let later = Circumstances {
            elapsed_ms: 8_000.0,
            ..known
        };
        assert_eq!(waits("ws://a", later), [Cause::HeldUp]);
        assert_eq!(
            causes("ws://a", later)[..2],
            [Cause::HeldUp, Cause::NoAnswer]
        );
        let sooner = Circumstances {
            elapsed_ms: 1_000.0,
            ..known
        };
        assert_eq!(waits("ws://a", sooner), []);
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
