//! The reasons why a connection could not open in English.

use yew::AttrValue;

use super::FailurePhrase;
use session::failure::Cause;

pub(super) fn say(phrase: FailurePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        FailurePhrase::Certain => "Why it could not connect",
        FailurePhrase::Likely => {
            "A browser does not say why. Most likely first, it is one of these."
        }
        FailurePhrase::OpenTwin => "Open it by https in a new tab",
        FailurePhrase::Cause(Cause::BlockedPort { port }) => {
            return format!("Browsers do not connect to port {port}.").into();
        }
        FailurePhrase::WayOut(Cause::BlockedPort { .. }) => {
            "It belongs to an older protocol and is blocked whoever listens there. Have the server \
             listen on another port."
        }
        FailurePhrase::Cause(Cause::MixedContent) => {
            "A page opened by https may not connect by ws, which is not encrypted."
        }
        FailurePhrase::WayOut(Cause::MixedContent) => {
            "Use a wss address, or open this page by http or from a server on your own machine."
        }
        FailurePhrase::Cause(Cause::NoAnswer) => "Nobody answered there for a long time.",
        FailurePhrase::WayOut(Cause::NoAnswer) => {
            "The machine may be off, or a firewall may drop the packets: check the host, the port \
             and the firewall."
        }
        FailurePhrase::Cause(Cause::NothingListens) => {
            "Nothing listens on that port, or there is no host of that name."
        }
        FailurePhrase::WayOut(Cause::NothingListens) => {
            "Check that the server is running, and that the host and the port are right."
        }
        FailurePhrase::Cause(Cause::TlsCertificate) => {
            "The browser does not trust the server's TLS certificate."
        }
        FailurePhrase::WayOut(Cause::TlsCertificate) => {
            "Open the same address by https, and the browser shows what is wrong. If you trust the \
             server, accept its certificate there and connect again."
        }
        FailurePhrase::Cause(Cause::RefusedHandshake) => {
            "The server is there and refused the opening handshake."
        }
        FailurePhrase::WayOut(Cause::RefusedHandshake) => {
            "Check the path, the origins it allows and the credentials; and the subprotocols, for a \
             browser takes it as a refusal when the server chooses none of them. The status that \
             it answered with is in the network panel of the developer tools."
        }
    })
}
