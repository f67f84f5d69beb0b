//! The catalogue: every path of the server with its purpose and its parameters.
//!
//! Each endpoint is described once, here, as data. The server refuses a handshake by it, and serves it as JSON at
//! `/endpoints` and as AsyncAPI at `/asyncapi.json`. The table of docs/endpoints.md and the page's list are made from
//! it. One file an endpoint, named as its sibling under `server/src/endpoint/`; [`korean`] has their summaries in
//! that language.

use crate::parameter::{Parameter, Text};

pub mod abort;
pub mod basic_auth;
pub mod bearer;
pub mod broken;
pub mod chat;
pub mod close;
pub mod echo;
pub mod faults;
pub mod flood;
pub mod headers;
pub mod korean;
pub mod lesson;
pub mod ping;
pub mod refuse;
pub mod silent;
pub mod slow;
pub mod ticker;

/// One path of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// Its name in metrics, logs and documents: lower case, words joined by `-`.
    pub name: &'static str,
    /// Its path; at most one segment is a `{placeholder}`.
    pub path: &'static str,
    /// Its effect, in one line without a full stop.
    pub summary: &'static str,
    /// More about its use, in full sentences.
    pub description: &'static str,
    /// The subprotocols that it speaks. A client that offers none of them is served without one.
    pub subprotocols: &'static [&'static str],
    /// The query parameters that it takes.
    pub parameters: &'static [Parameter],
    /// The messages that a client may send; `None` where every message is ignored.
    pub receives: Option<Message>,
    /// The messages of the server; `None` where it sends none.
    pub sends: Option<Message>,
    /// A path and query to try first.
    pub example: &'static str,
}

/// A kind of message that goes over a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    /// Its name in the AsyncAPI document.
    pub name: &'static str,
    /// Its media type: `text/plain`, `application/json`, or `application/octet-stream`.
    pub content_type: &'static str,
    /// Its content, in one sentence.
    pub summary: &'static str,
}

/// Every endpoint, in the order in which a reader should meet them.
pub const ENDPOINTS: &[Endpoint] = &[
    lesson::ENDPOINT,
    echo::ENDPOINT,
    headers::ENDPOINT,
    ticker::ENDPOINT,
    chat::ENDPOINT,
    flood::ENDPOINT,
    close::ENDPOINT,
    abort::ENDPOINT,
    silent::ENDPOINT,
    slow::ENDPOINT,
    ping::ENDPOINT,
    refuse::ENDPOINT,
    basic_auth::ENDPOINT,
    bearer::ENDPOINT,
    broken::ENDPOINT,
    faults::ENDPOINT,
];

/// Whether and how messages are compressed, where the client offers it. Empty is the server's own policy.
pub const COMPRESSION: Text = Text {
    name: "compression",
    description: "Whether permessage-deflate is spoken where the client offers it, and how: off, on, or its \
         parameters separated by `;`. Left out, as the server is set.",
    max_bytes: 200,
    default: "",
    is_secret: false,
};

/// Any message, text or binary, as most endpoints accept it.
pub(crate) const ANYTHING: Message = Message {
    name: "anything",
    content_type: "application/octet-stream",
    summary: "Any message, text or binary, up to the server's limit.",
};

/// The message of the client, sent back.
pub(crate) const ECHO: Message = Message {
    name: "echo",
    content_type: "application/octet-stream",
    summary: "The client's message, byte for byte, text as text and binary as binary.",
};

impl Endpoint {
    /// The endpoint that serves `path`, and the text in the place of its placeholder, if it has one.
    ///
    /// ```
    /// use protocol::catalogue::Endpoint;
    /// let (endpoint, case) = Endpoint::find("/broken/masked-frame").unwrap();
    /// assert_eq!((endpoint.name, case), ("broken", Some("masked-frame")));
    /// assert_eq!(Endpoint::find("/nowhere"), None);
    /// ```
    #[must_use]
    pub fn find(path: &str) -> Option<(&'static Self, Option<&str>)> {
        ENDPOINTS
            .iter()
            .find_map(|endpoint| match endpoint.path.split_once('{') {
                None => (endpoint.path == path).then_some((endpoint, None)),
                Some((before, _)) => path
                    .strip_prefix(before)
                    .filter(|rest| !rest.is_empty() && !rest.contains('/'))
                    .map(|rest| (endpoint, Some(rest))),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::{ENDPOINTS, Endpoint, Parameter};
    use crate::query::Query;

    #[test]
    fn endpoint_is_found_by_its_path_and_has_a_name_and_path_of_its_own() {
        for (index, endpoint) in ENDPOINTS.iter().enumerate() {
            for other in &ENDPOINTS[..index] {
                assert_ne!((endpoint.name, endpoint.path), (other.name, other.path));
            }
            let path = endpoint.path.replace("{case}", "x");
            assert_eq!(
                Endpoint::find(&path).map(|(found, _)| found),
                Some(endpoint)
            );
        }
    }

    #[test]
    fn path_that_fits_in_part_finds_no_endpoint() {
        for path in [
            "",
            "/ech",
            "/echo/",
            "/echo/x",
            "//echo",
            "/broken",
            "/broken/",
            "/broken/a/b",
        ] {
            assert_eq!(Endpoint::find(path), None, "{path}");
        }
    }

    #[test]
    fn example_of_every_endpoint_is_accepted() {
        for endpoint in ENDPOINTS {
            let (path, query) = endpoint
                .example
                .split_once('?')
                .unwrap_or((endpoint.example, ""));
            assert_eq!(Endpoint::find(path).map(|(found, _)| found), Some(endpoint));
            assert_eq!(
                Parameter::check_all(endpoint.parameters, &Query::new(query)),
                Ok(()),
                "{}",
                endpoint.example
            );
        }
    }

    #[test]
    fn default_of_every_parameter_is_accepted() {
        for parameter in ENDPOINTS.iter().flat_map(|endpoint| endpoint.parameters) {
            if let Some(default) = parameter.default() {
                let text: String = form_urlencoded::Serializer::new(String::new())
                    .append_pair(parameter.name(), &default)
                    .finish();
                assert_eq!(parameter.check(&Query::new(&text)), Ok(()), "{text}");
            }
        }
    }

    #[test]
    fn description_ends_with_a_full_stop_and_summary_does_not() {
        for endpoint in ENDPOINTS {
            assert!(!endpoint.summary.ends_with('.'), "{}", endpoint.name);
            assert!(endpoint.description.ends_with('.'), "{}", endpoint.name);
            for parameter in endpoint.parameters {
                assert!(
                    parameter.description().ends_with('.'),
                    "{}",
                    parameter.name()
                );
            }
        }
    }
}
