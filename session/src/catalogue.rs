//! What the page's server offers: its endpoints, and the address that a form for one makes.
//!
//! What may not enter: which endpoints there are. The server tells them, and one that it will have
//! next year is listed as those of today. What a parameter takes and how it is written into an
//! address is in [`field`].

pub mod field;

use std::rc::Rc;

use serde_json::Value;

use self::field::{Choice, Field, Refusal};

/// What is known of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub enum CatalogueState {
    /// The server has been asked and has not answered.
    Loading,
    /// There is none.
    Absent(Absence),
    /// There it is, in the server's order.
    Found(Rc<[Endpoint]>),
}

/// Why there is no catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Nobody answered, or the browser was not allowed to read the answer: it does not tell which.
    Unreachable,
    /// The server answered, and has no catalogue of this kind.
    NotOffered,
}

/// One path of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its name; empty where the server gave none.
    pub name: Rc<str>,
    /// Its path, in which a `{placeholder}` may stand.
    pub path: Rc<str>,
    /// What it does, in one line of English.
    pub summary: Rc<str>,
    /// What else one should know before using it, in English.
    pub description: Rc<str>,
    /// A path and query to try first.
    pub example: Rc<str>,
    /// What can be filled in: the path's placeholder, if there is one, then the parameters.
    pub fields: Rc<[Field]>,
}

/// Where the catalogue of the server with this WebSocket address is, if it can have one.
#[must_use]
pub fn address_of_list(server: &str) -> Option<String> {
    let (scheme, rest) = server.split_once("://")?;
    let scheme = match scheme {
        "ws" => "http",
        "wss" => "https",
        _ => return None,
    };
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}/endpoints"))
}

/// The endpoints in the JSON of a server's `/endpoints`; `None` when it is something else. What is
/// missing of an endpoint or odd about it is left empty, and one without a path is left out.
#[must_use]
pub fn parse(json: &str) -> Option<Rc<[Endpoint]>> {
    let list: Value = serde_json::from_str(json).ok()?;
    let endpoints = list.get("endpoints")?.as_array()?;
    Some(endpoints.iter().filter_map(endpoint).collect())
}

/// The WebSocket address at which the endpoint behaves as the values say, which are those of its
/// fields, in their order. Only what differs from its default is written.
///
/// # Errors
///
/// The first field whose value is not taken, by its number, and why not.
pub fn address(
    server: &str,
    endpoint: &Endpoint,
    values: &[String],
) -> Result<String, (usize, Refusal)> {
    let mut path = endpoint.path.to_string();
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (index, (field, value)) in endpoint.fields.iter().zip(values).enumerate() {
        field.check(value).map_err(|refusal| (index, refusal))?;
        if field.is_in_path {
            path = path.replace(&format!("{{{}}}", field.name), &in_path(value));
        } else if !field.is_default(value) {
            query.append_pair(&field.name, value);
        }
    }
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    let server = server.trim_end_matches('/');
    Ok([server, &path, mark, &query].concat())
}

fn endpoint(value: &Value) -> Option<Endpoint> {
    let path = value.get("path")?.as_str()?;
    if !path.starts_with('/') {
        return None;
    }
    let placeholder = placeholder(path).map(|name| Field::placeholder(name, cases(value)));
    let parameters = value.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().filter_map(Field::parse);
    Some(Endpoint {
        name: text(value, "name"),
        path: path.into(),
        summary: text(value, "summary"),
        description: text(value, "description"),
        example: text(value, "example"),
        fields: placeholder.into_iter().chain(parameters).collect(),
    })
}

/// What stands between braces in the path.
fn placeholder(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('{')?;
    Some(rest.split_once('}')?.0)
}

/// What may stand for the placeholder: the server lists it as the endpoint's cases.
fn cases(endpoint: &Value) -> Rc<[Choice]> {
    let cases = endpoint.get("cases").and_then(Value::as_array);
    let cases = cases.into_iter().flatten();
    cases
        .map(|case| Choice {
            word: text(case, "case"),
            meaning: text(case, "breaks"),
        })
        .collect()
}

/// A segment of a path. What forms write is for queries, where a space is a `+`.
fn in_path(value: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
    encoded.replace('+', "%20")
}

fn text(value: &Value, key: &str) -> Rc<str> {
    let text = value.get(key).and_then(Value::as_str);
    text.unwrap_or_default().into()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
