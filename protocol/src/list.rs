//! Comma-separated lists in header values (RFC 9110 section 5.6.1), read by one rule everywhere.
//!
//! What may not enter: elements with quoted strings, as `Forwarded` has them; they need a parser of their own.

/// The elements of a list, which may be spread over several header lines, without the white space around them.
///
/// Empty elements are ignored, as a recipient has to (section 5.6.1.2). Their number has no limit of its own; the
/// size of a request's head limits it.
///
/// ```
/// let elements: Vec<_> = protocol::list::elements(["chat, ,superchat,", ""]).collect();
/// assert_eq!(elements, ["chat", "superchat"]);
/// ```
pub fn elements<'a>(lines: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    lines
        .into_iter()
        .flat_map(|line| line.split(','))
        .map(|element| element.trim_matches([' ', '\t']))
        .filter(|element| !element.is_empty())
}
