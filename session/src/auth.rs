//! Ways to show who one is in an opening handshake of a page, which cannot set headers.
//!
//! What belongs here: how each way is written into the address or the subprotocols, and what it puts on the wire. What may
//! not enter: the sending. Secrets are typed into the address of a tab and saved with it, except a password of a user.

use std::rc::Rc;

use form_urlencoded::byte_serialize;
use protocol::subprotocol::is_token;

use super::address::{authority, host_and_port};
use super::payload::base64::encode;

/// The start of a subprotocol that carries a token.
const BEARER: &str = "bearer.";

/// The start of the header of a user and a password.
const BASIC: &str = "Authorization: Basic ";

/// Stands for a secret that is not to be seen.
const HIDDEN: &str = "***";

/// A way, with what the person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way<'a> {
    /// A token as a subprotocol.
    Bearer {
        /// The token.
        token: &'a str,
    },
    /// A token in the query.
    Query {
        /// The name of its parameter.
        name: &'a str,
        /// The token.
        value: &'a str,
    },
    /// A user and a password before the host, which a browser sends as Basic (RFC 7617).
    Basic {
        /// The user; it cannot have a colon.
        user: &'a str,
        /// The password.
        password: &'a str,
    },
}

/// What a handshake is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The address, as typed.
    pub address: Rc<str>,
    /// The subprotocols, as typed.
    pub subprotocols: Rc<str>,
}

impl<'a> Way<'a> {
    fn with_secret(self, secret: &'a str) -> Self {
        match self {
            Way::Bearer { .. } => Way::Bearer { token: secret },
            Way::Query { name, .. } => Way::Query {
                name,
                value: secret,
            },
            Way::Basic { user, .. } => Way::Basic {
                user,
                password: secret,
            },
        }
    }

    /// Writes it into the target. What an earlier application wrote is replaced. `None` where it is incomplete.
    #[must_use]
    pub fn apply(self, target: &Target) -> Option<Target> {
        let (mut address, mut subprotocols) =
            (Rc::clone(&target.address), Rc::clone(&target.subprotocols));
        match self {
            Way::Bearer { token } if !token.is_empty() => {
                subprotocols = with_bearer(&subprotocols, token).into();
            }
            Way::Query { name, value } if !name.is_empty() => {
                address = with_parameter(&address, name, value).into();
            }
            Way::Basic { user, password } if !user.is_empty() && !user.contains(':') => {
                address = with_user(&address, user, password).into();
            }
            _ => return None,
        }
        Some(Target {
            address,
            subprotocols,
        })
    }

    /// The line of the handshake that carries it, once it is applied to the target. A hidden secret is `***`.
    #[must_use]
    pub fn on_the_wire(self, target: &Target, is_hidden: bool) -> Option<String> {
        let applied = self.apply(target)?;
        if is_hidden {
            let hidden = self.with_secret(HIDDEN);
            let line = hidden.on_the_wire(target, false)?;
            let is_basic = matches!(self, Way::Basic { .. });
            return Some(if is_basic {
                [BASIC, HIDDEN].concat()
            } else {
                line
            });
        }
        Some(match self {
            Way::Bearer { .. } => format!("Sec-WebSocket-Protocol: {}", applied.subprotocols),
            Way::Query { .. } => {
                let (_, rest) = split(&applied.address);
                let target = &rest[authority(rest).len()..];
                let root = if target.starts_with('/') { "" } else { "/" };
                format!("GET {root}{target} HTTP/1.1")
            }
            Way::Basic { user, password } => {
                let credentials = [user, ":", password].concat();
                [BASIC, &encode(credentials.as_bytes())].concat()
            }
        })
    }
}

/// Whether a subprotocol can carry the token as it is. Otherwise it does in base64url, without padding (RFC 4648).
#[must_use]
pub fn fits_a_subprotocol(token: &str) -> bool {
    is_token(token)
}

fn with_bearer(subprotocols: &str, token: &str) -> String {
    let others = subprotocols
        .split(|it: char| it == ',' || it.is_whitespace())
        .filter(|name| !name.is_empty() && !name.starts_with(BEARER));
    let token = if fits_a_subprotocol(token) {
        token.to_owned()
    } else {
        let encoded = encode(token.as_bytes());
        let encoded = encoded.trim_end_matches('=');
        encoded.replace('+', "-").replace('/', "_")
    };
    let carrier = [BEARER, &token].concat();
    others.chain([&*carrier]).collect::<Vec<_>>().join(", ")
}

fn with_parameter(address: &str, name: &str, value: &str) -> String {
    let (place, query) = address.split_once('?').unwrap_or((address, ""));
    let name = encoded(name);
    let others = query.split('&').filter(|pair| {
        let key = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && key != name
    });
    let own = [&*name, "=", &encoded(value)].concat();
    let query: Vec<_> = others.chain([&*own]).collect();
    [place, "?", &query.join("&")].concat()
}

fn with_user(address: &str, user: &str, password: &str) -> String {
    let (scheme, rest) = split(address);
    let authority = authority(rest);
    let host = host_and_port(authority);
    let behind = &rest[authority.len()..];
    let user = [&*encoded(user), ":", &encoded(password), "@"].concat();
    [scheme, &*user, host, behind].concat()
}

/// The scheme with its slashes, and the rest.
fn split(address: &str) -> (&str, &str) {
    let at = address.find("://").map_or(0, |index| index + 3);
    address.split_at(at)
}

/// Percent-encoded, for a query and for a user alike: a space is `%20` in both.
fn encoded(text: &str) -> String {
    let encoded: String = byte_serialize(text.as_bytes()).collect();
    encoded.replace('+', "%20")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn target(address: &str, subprotocols: &str) -> Target {
        Target {
            address: address.into(),
            subprotocols: subprotocols.into(),
        }
    }

    fn address_with(way: Way<'_>, address: &str) -> String {
        way.apply(&target(address, "")).unwrap().address.to_string()
    }

    #[test]
    fn bearer_joins_the_subprotocols_and_replaces_an_earlier_one() {
        let bearer = Way::Bearer { token: "s3cret" };
        let once = bearer.apply(&target("ws://a", "v1.json chat")).unwrap();
        assert_eq!(&*once.subprotocols, "v1.json, chat, bearer.s3cret");
        let other = Way::Bearer { token: "other" };
        let twice = other.apply(&once).unwrap();
        assert_eq!(&*twice.subprotocols, "v1.json, chat, bearer.other");
        assert_eq!(
            other.on_the_wire(&once, false).as_deref(),
            Some("Sec-WebSocket-Protocol: v1.json, chat, bearer.other")
        );
    }

    #[test]
    fn bearer_that_is_no_subprotocol_is_in_base64url() {
        for (token, carried) in [("a/b=?", "bearer.YS9iPT8"), ("한 글", "bearer.7ZWcIOq4gA")] {
            assert!(!fits_a_subprotocol(token));
            let applied = Way::Bearer { token }.apply(&target("ws://a", "")).unwrap();
            assert_eq!(&*applied.subprotocols, carried);
        }
    }

    #[test]
    fn token_in_the_query_is_encoded_and_replaces_an_earlier_one() {
        let query = |value| Way::Query {
            name: "token",
            value,
        };
        for (before, after) in [
            ("ws://a", "ws://a?token=a%20%26b"),
            ("ws://a/b", "ws://a/b?token=a%20%26b"),
            (
                "ws://a/b?x=1&token=old&y=2",
                "ws://a/b?x=1&y=2&token=a%20%26b",
            ),
            ("ws://a?tokens=1&", "ws://a?tokens=1&token=a%20%26b"),
        ] {
            assert_eq!(address_with(query("a &b"), before), after);
            assert_eq!(address_with(query("a &b"), after), after, "twice");
        }
        assert_eq!(
            query("x")
                .on_the_wire(&target("ws://kim@a:1", ""), false)
                .as_deref(),
            Some("GET /?token=x HTTP/1.1")
        );
    }

    #[test]
    fn user_and_password_are_encoded_and_replace_earlier_ones() {
        let basic = Way::Basic {
            user: "kim@b",
            password: "p:/?#",
        };
        for before in ["ws://a:1/b?c", "ws://old:one@a:1/b?c"] {
            let after = "ws://kim%40b:p%3A%2F%3F%23@a:1/b?c";
            assert_eq!(address_with(basic, before), after);
        }
        assert_eq!(address_with(basic, "a"), "kim%40b:p%3A%2F%3F%23@a");
        let wire = Way::Basic {
            user: "Aladdin",
            password: "open sesame",
        };
        // The example of RFC 7617 section 2.
        assert_eq!(
            wire.on_the_wire(&target("ws://a", ""), false).as_deref(),
            Some("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        );
    }

    #[test]
    fn hidden_secret_is_in_no_line() {
        let target = target("ws://a", "");
        for (way, line) in [
            (
                Way::Bearer { token: "s3 cret" },
                "Sec-WebSocket-Protocol: bearer.***",
            ),
            (
                Way::Query {
                    name: "t",
                    value: "s3 cret",
                },
                "GET /?t=*** HTTP/1.1",
            ),
            (
                Way::Basic {
                    user: "kim",
                    password: "s3 cret",
                },
                "Authorization: Basic ***",
            ),
        ] {
            assert_eq!(way.on_the_wire(&target, true).as_deref(), Some(line));
        }
        assert_eq!(Way::Bearer { token: "" }.on_the_wire(&target, false), None);
    }

    #[test]
    fn incomplete_way_is_not_applied() {
        for way in [
            Way::Bearer { token: "" },
            Way::Query {
                name: "",
                value: "x",
            },
            Way::Basic {
                user: "",
                password: "x",
            },
            Way::Basic {
                user: "a:b",
                password: "x",
            },
        ] {
            assert_eq!(way.apply(&target("ws://a", "")), None, "{way:?}");
        }
    }

    proptest! {
        #[test]
        fn way_applied_twice_is_as_once(
            address in "(ws://)?[a-z@:/?&=]{0,20}", one in ".{1,8}", other in ".{0,8}"
        ) {
            let before = target(&address, "chat");
            for way in [
                Way::Bearer { token: &one },
                Way::Query { name: &one, value: &other },
                Way::Basic { user: &one, password: &other },
            ] {
                if let Some(once) = way.apply(&before) {
                    prop_assert_eq!(way.apply(&once), Some(once.clone()));
                    prop_assert!(!once.address.contains(' '));
                }
            }
        }
    }
}
