//! The catalogue of the page's server: its endpoints, and the addresses that their forms make.
//!
//! What may not enter: a list of endpoints. The server sends it, so next year's endpoints are listed too.
//! Parameters, and how they are written into an address, are in [`field`].

pub mod field;

use std::rc::Rc;

use serde_json::Value;

use self::field::{Choice, Field, Refusal};
use super::address;

/// The state of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub enum CatalogueState {
    /// The server has not answered.
    Loading,
    /// There is no catalogue.
    Absent(Absence),
    /// The endpoints, in the server's order.
    Found(Rc<[Endpoint]>),
}

/// Why there is no catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// The server did not answer, or the browser may not read the answer; a page cannot tell which.
    Unreachable,
    /// The server answered, and has no catalogue.
    NotOffered,
}

/// An endpoint of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its name; empty if the server sent none.
    pub name: Rc<str>,
    /// Its path, which may contain a `{parameter}`.
    pub path: Rc<str>,
    /// Its purpose, one line of English.
    pub summary: Rc<str>,
    /// Further documentation in English.
    pub description: Rc<str>,
    /// A path and query to try.
    pub example: Rc<str>,
    /// The fields to fill in: the path's parameter, if any, then the query's.
    pub fields: Rc<[Field]>,
}

/// A parameter that the server refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path and the query, from the server's folder on.
    pub target: Rc<str>,
    /// The name of the parameter.
    pub parameter: Rc<str>,
    /// What the server says about it, in English.
    pub sentence: Rc<str>,
}

impl Endpoint {
    /// Whether this path, with or without a query, leads to the endpoint.
    #[must_use]
    pub fn is_at(&self, target: &str) -> bool {
        let path = target.split('?').next().unwrap_or_default();
        match self.path.split_once('{') {
            None => *self.path == *path,
            Some((folder, _)) => path
                .strip_prefix(folder)
                .is_some_and(|it| !it.contains('/')),
        }
    }

    /// The values of the fields, in order, with which [`address`](fn@address) makes this path and query; the first values where it says
    /// nothing.
    #[must_use]
    pub fn values_at(&self, target: &str) -> Vec<String> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let segment = path.rsplit('/').next().unwrap_or_default();
        let given = |field: &Field| {
            if field.is_in_path {
                return Some(segment.to_owned()).filter(|it| !it.is_empty());
            }
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            let (_, value) = pairs.find(|(name, _)| **name == *field.name)?;
            Some(value.into_owned())
        };
        let fields = self.fields.iter();
        fields
            .map(|field| given(field).unwrap_or_else(|| field.first_value().to_string()))
            .collect()
    }
}

/// The HTTP address of the catalogue of the server at this WebSocket address, if there can be one. It is in the folder of
/// the address, which a server behind a proxy may have.
#[must_use]
pub fn address_of_list(server: &str) -> Option<String> {
    let path = address::path(server);
    let folder = path.rsplit_once('/').map_or(path, |(folder, _)| folder);
    address::http_twin(server, &format!("{folder}/endpoints"))
}

/// Reads a server's `/endpoints`; `None` for other JSON. Missing or odd members of an endpoint become
/// empty, and an endpoint without a path is left out.
#[must_use]
pub fn parse(json: &str) -> Option<Rc<[Endpoint]>> {
    let list: Value = serde_json::from_str(json).ok()?;
    let endpoints = list.get("endpoints")?.as_array()?;
    Some(endpoints.iter().filter_map(endpoint).collect())
}

/// The WebSocket address of an endpoint with these values of its fields, in order. Values equal to their
/// defaults are left out.
///
/// # Errors
///
/// The index of the first invalid field, and why its value is invalid.
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
    let path_parameter = path_parameter(path).map(|name| Field::path_parameter(name, cases(value)));
    let parameters = value.get("parameters").and_then(Value::as_array);
    let parameters = parameters.into_iter().flatten().filter_map(Field::parse);
    Some(Endpoint {
        name: text(value, "name"),
        path: path.into(),
        summary: text(value, "summary"),
        description: text(value, "description"),
        example: text(value, "example"),
        fields: path_parameter.into_iter().chain(parameters).collect(),
    })
}

/// The name of the parameter in a path, between braces.
fn path_parameter(path: &str) -> Option<&str> {
    let (_, rest) = path.split_once('{')?;
    Some(rest.split_once('}')?.0)
}

/// The values of the path's parameter, which the server lists as the endpoint's cases.
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

/// Encodes a segment of a path. The encoding of forms is for queries, where a space is a `+`.
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
