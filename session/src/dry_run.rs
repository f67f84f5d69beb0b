//! How the page's own server would answer a handshake.
//!
//! A browser tells a page nothing of the answer to a handshake that failed (WHATWG WebSockets, "Feedback from the
//! protocol"). A server of ours tells it at `/handshake`, as JSON. Another server is not asked,
//! because it would see a request that the person did not make.

use serde_json::Value;

use super::address::{self, destination};
use super::record::Opening;

/// The answer to a handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status; 101 accepts the handshake.
    pub status: u16,
    /// The name of the status.
    pub reason: Box<str>,
    /// What the server says about it, in English; empty where it says nothing.
    pub sentence: Box<str>,
    /// All of it, as HTTP/1.1 has it.
    pub whole: Box<str>,
    /// The parameter whose value it does not take.
    pub parameter: Option<Box<str>>,
    /// The rule that a connection which it accepts breaks, and the section that has it, in English.
    pub breaks: Option<Box<str>>,
}

impl Answer {
    /// Whether it refuses the handshake.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.status != 101
    }
}

/// The HTTP address of the dry run of a handshake with `connected_to`, as [`address::understand`] returned it.
/// `offered` are the subprotocols as typed. `None` where it is not an address of `server`, the page's own.
///
/// ```
/// use session::dry_run::address_of;
///
/// let server = "ws://localhost:3000/";
/// assert_eq!(
///     address_of("ws://127.0.0.1:3000/flood?count=-1", "", server).as_deref(),
///     Some("http://127.0.0.1:3000/handshake?to=%2Fflood%3Fcount%3D-1"),
/// );
/// assert_eq!(address_of("ws://127.0.0.1:3001/flood", "", server), None);
/// ```
#[must_use]
pub fn address_of(connected_to: &str, offered: &str, server: &str) -> Option<String> {
    let path = path_on(connected_to, server)?;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("to", &path);
    if !offered.trim().is_empty() {
        query.append_pair("subprotocols", offered);
    }
    let folder = address::path(server);
    let place = format!("{folder}handshake?{}", query.finish());
    address::http_twin(connected_to, &place)
}

/// The same for a connection that has been opened. `None` also where its address has credentials: a page cannot send them
/// along, so the answer would be that to another handshake.
#[must_use]
pub fn address_of_opening(opening: &Opening, server: &str) -> Option<String> {
    let (_, rest) = opening.address.split_once("://")?;
    if address::authority(rest).contains('@') {
        return None;
    }
    address_of(&opening.address, &opening.offered, server)
}

/// The path and the query of an address on `server`, from its folder on. `None` for another server.
#[must_use]
pub fn path_on(address: &str, server: &str) -> Option<String> {
    let (to, own) = (destination(address)?, destination(server)?);
    let is_same_host = to.host == own.host || (to.is_loopback() && own.is_loopback());
    if !is_same_host || (to.port, to.is_secure) != (own.port, own.is_secure) {
        return None;
    }
    let target = address::target(address);
    let inside = target.strip_prefix(address::path(server))?;
    Some(format!("/{inside}"))
}

/// Reads the answer of `/handshake`; `None` for other JSON.
#[must_use]
pub fn parse(json: &str) -> Option<Answer> {
    let document: Value = serde_json::from_str(json).ok()?;
    let status = document.get("status")?.as_u64()?;
    let text = |value: &Value, name: &str| {
        let text = value.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let reason = text(&document, "reason");
    let mut whole = format!("HTTP/1.1 {status} {reason}\n");
    for header in document.get("headers")?.as_array()? {
        let part = |index| header.get(index).and_then(Value::as_str);
        if let (Some(name), Some(value)) = (part(0), part(1)) {
            whole.extend([name, ": ", value, "\n"]);
        }
    }
    let (sentence, body) = match document.get("problem") {
        Some(problem) => (text(problem, "detail"), format!("{problem:#}")),
        None => {
            let text = text(&document, "text");
            (text.clone(), text)
        }
    };
    let named = |document: Option<&Value>, name: &str| {
        let text = document?.get(name)?.as_str()?;
        Some(Box::from(text))
    };
    if !body.is_empty() {
        whole.extend(["\n", &body]);
    }
    Some(Answer {
        status: u16::try_from(status).ok()?,
        reason: reason.into(),
        sentence: sentence.into(),
        whole: whole.into(),
        parameter: named(document.get("problem"), "parameter"),
        breaks: named(Some(&document), "breaks"),
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn server_that_is_not_the_pages_own_is_not_asked() {
        let server = "ws://localhost:3000/";
        for foreign in [
            "ws://localhost:3001/echo",
            "wss://localhost:3000/echo",
            "ws://ullim.example:3000/echo",
            "ws://localhost.example:3000/echo",
            "not an address",
        ] {
            assert_eq!(address_of(foreign, "", server), None, "{foreign}");
        }
    }

    #[test]
    fn opening_with_credentials_is_not_asked_about() {
        let asked = |address: &str| {
            let opening = Opening {
                address: address.into(),
                offered: "chat".into(),
                ..Opening::default()
            };
            address_of_opening(&opening, "ws://localhost:3000/")
        };
        assert_eq!(
            asked("ws://localhost:3000/echo?a=@").as_deref(),
            Some("http://localhost:3000/handshake?to=%2Fecho%3Fa%3D%40&subprotocols=chat")
        );
        assert_eq!(asked("ws://kim@localhost:3000/basic-auth"), None);
        assert_eq!(asked("ws://localhost:3001/echo"), None);
    }

    #[test]
    fn server_in_a_folder_is_asked_in_its_folder_without_the_folder() {
        let server = "wss://a.example/tools/ullim/";
        assert_eq!(
            address_of(
                "wss://kim:secret@a.example/tools/ullim/chat?room=b",
                "superchat, chat",
                server
            )
            .as_deref(),
            Some(
                "https://a.example/tools/ullim/handshake?to=%2Fchat%3Froom%3Db&subprotocols=superchat%2C+chat"
            )
        );
        assert_eq!(address_of("wss://a.example/chat", "", server), None);
    }

    #[test]
    fn address_without_a_path_is_the_root() {
        let server = "ws://localhost:3000/";
        for (address, path) in [
            ("ws://localhost:3000", "/"),
            ("ws://localhost:3000?a=1", "/?a=1"),
            ("ws://localhost:3000//x", "//x"),
        ] {
            assert_eq!(path_on(address, server).as_deref(), Some(path), "{address}");
        }
    }

    #[test]
    fn answer_is_read_whole() {
        let problem = r#"{"to":"/","status":400,"reason":"Bad Request","headers":[["a","b"],["c","d"]],
            "problem":{"detail":"no","parameter":"a"}}"#;
        let answer = parse(problem).unwrap();
        assert_eq!(answer.parameter.as_deref(), Some("a"));
        assert_eq!(
            (answer.status, &*answer.reason, &*answer.sentence),
            (400, "Bad Request", "no")
        );
        assert_eq!(
            &*answer.whole,
            "HTTP/1.1 400 Bad Request\na: b\nc: d\n\n{\n  \"detail\": \"no\",\n  \"parameter\": \"a\"\n}"
        );
        let text = r#"{"status":101,"reason":"Switching Protocols","headers":[]}"#;
        let accepted = parse(text).unwrap();
        assert_eq!(
            (accepted.parameter.as_deref(), accepted.breaks.as_deref()),
            (None, None)
        );
        assert!(!accepted.is_refusal());
        assert_eq!(&*accepted.whole, "HTTP/1.1 101 Switching Protocols\n");
        for other in [
            "",
            "[]",
            "{}",
            r#"{"status":"400","headers":[]}"#,
            r#"{"status":70000,"headers":[]}"#,
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
