//! The reasons why a connection could not open in English.

use yew::AttrValue;

use super::FailurePhrase;
use session::failure::Cause;

pub(in crate::i18n) fn say(phrase: FailurePhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        FailurePhrase::Certain => "Why the connection failed",
        FailurePhrase::Likely => {
            "Browsers do not report the cause. These are possible, most likely first. The network \
             panel of the developer tools shows a status only where a server answered."
        }
        FailurePhrase::Waiting => "Connecting takes long. The browser itself may be waiting.",
        FailurePhrase::Answered => "The server refused the handshake:",
        FailurePhrase::WholeAnswer => "The whole answer",
        FailurePhrase::ShowField => "Show the field in the form",
        FailurePhrase::OpenTwin => "Open over https in a new tab",
        FailurePhrase::Cause(Cause::BlockedPort { port }) => {
            return format!("Browsers do not connect to port {port}.").into();
        }
        FailurePhrase::WayOut(Cause::BlockedPort { .. }) => {
            "The port belongs to another protocol. Run the server on a different port."
        }
        FailurePhrase::Cause(Cause::MixedContent) => {
            "A page loaded over https cannot connect over ws, which is not encrypted."
        }
        FailurePhrase::WayOut(Cause::MixedContent) => {
            "Use a wss address, or open this page over http or from a server on your own machine."
        }
        FailurePhrase::Cause(Cause::NoAnswer) => "The address did not answer for a long time.",
        FailurePhrase::WayOut(Cause::NoAnswer) => {
            "The machine may be off, or a firewall may drop the packets. Check the host, the port \
             and the firewall."
        }
        FailurePhrase::Cause(Cause::NothingListens) => {
            "No server listens on that port, or the host does not exist."
        }
        FailurePhrase::WayOut(Cause::NothingListens) => {
            "Every other program fails there at once, too. Check that the server is running, and \
             that the host and the port are correct."
        }
        FailurePhrase::Cause(Cause::TlsCertificate) => {
            "The browser does not trust the server's TLS certificate."
        }
        FailurePhrase::WayOut(Cause::TlsCertificate) => {
            "Open the same address over https to see the problem. If you trust the server, accept \
             its certificate there and connect again."
        }
        FailurePhrase::Cause(Cause::RefusedHandshake) => {
            "The server refused the opening handshake."
        }
        FailurePhrase::WayOut(Cause::RefusedHandshake) => {
            "The network panel then shows its status, such as 401 or 404. Check the path, the allowed \
             origins (Ullim: --allow-origin) and the credentials."
        }
        FailurePhrase::Cause(Cause::ProtocolError) => {
            "The server broke the protocol, as it was asked to, and the browser ended the connection."
        }
        FailurePhrase::WayOut(Cause::ProtocolError) => "A correct client ends such a connection.",
        FailurePhrase::Cause(Cause::Accepted) => "The server would accept this handshake now.",
        FailurePhrase::WayOut(Cause::Accepted) => {
            "Connect again. If it fails again, an extension or a proxy may stand between."
        }
        FailurePhrase::Cause(Cause::NoSubprotocol) => {
            "The server selected none of the offered subprotocols."
        }
        FailurePhrase::WayOut(Cause::NoSubprotocol) => {
            "The network panel then shows 101, and Firefox opens. Offer none, or one that the server \
             knows."
        }
        FailurePhrase::Cause(Cause::HeldUp) => {
            "Another tab here is still connecting to the same server."
        }
        FailurePhrase::WayOut(Cause::HeldUp) => {
            "A browser makes one handshake at a time with a server. Close that attempt: this one then \
             goes on at once."
        }
        FailurePhrase::Cause(Cause::Prompt) => {
            "The browser may be asking whether this page may reach your own machine."
        }
        FailurePhrase::WayOut(Cause::Prompt) => {
            "Look for a prompt near the address bar, or in the site settings."
        }
        FailurePhrase::Cause(Cause::BrowserDelay { ms }) => {
            return format!(
                "Firefox waits by itself after failures, here for up to {} s.",
                ms.div_ceil(1_000)
            )
            .into();
        }
        FailurePhrase::WayOut(Cause::BrowserDelay { .. }) => "Nothing is sent until then.",
    })
}
