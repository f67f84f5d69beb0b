//! The words of the menu that tells a server who one is in English.

use yew::AttrValue;

use super::AuthPhrase;

pub(in crate::i18n) fn say(phrase: AuthPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        AuthPhrase::Way => "How the server is told who you are",
        AuthPhrase::Bearer => "Bearer token as a subprotocol",
        AuthPhrase::BearerNote => {
            "Offer a further subprotocol that the server selects. If it selects none, Chromium fails the connection."
        }
        AuthPhrase::Base64 => {
            "The token has characters that no subprotocol has. It goes in base64url without padding."
        }
        AuthPhrase::Query => "Token in the query",
        AuthPhrase::QueryNote => {
            "Servers and proxies often log the query. It is saved with the tab."
        }
        AuthPhrase::Basic => "User and password (Basic)",
        AuthPhrase::BasicNote => {
            "The browser makes the header from the address. The password is not saved with the tab."
        }
        AuthPhrase::Cookie => "Cookie of the same host",
        AuthPhrase::CookieNote => {
            "Log in on the same host in another window of this browser. The browser then sends the cookie by itself, \
             whatever the port. A cookie with SameSite=Lax or Strict goes out only if this page is of the same site, a \
             Secure one only over wss."
        }
        AuthPhrase::OpenHost => "Open the host",
        AuthPhrase::Token => "Token",
        AuthPhrase::Name => "Parameter",
        AuthPhrase::User => "User",
        AuthPhrase::Password => "Password",
        AuthPhrase::Reveal => "Show secrets",
        AuthPhrase::OnTheWire => "On the wire",
        AuthPhrase::Incomplete => "Nothing yet: a field is empty, or the user has a colon.",
        AuthPhrase::Apply => "Apply",
        AuthPhrase::NoHeaders => {
            "A page of a browser cannot set headers, nor a cookie for another host."
        }
    })
}
