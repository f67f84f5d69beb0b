//! The menu that tells a server who one is.

pub(super) mod english;
pub(super) mod korean;

/// The menu that tells a server who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is named by what it says; the languages spell it out"
)]
pub enum AuthPhrase {
    Way,
    Bearer,
    BearerNote,
    Base64,
    Query,
    QueryNote,
    Basic,
    BasicNote,
    Cookie,
    CookieNote,
    OpenHost,
    Token,
    Name,
    User,
    Password,
    Reveal,
    OnTheWire,
    Incomplete,
    Apply,
    NoHeaders,
}
