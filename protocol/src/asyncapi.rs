//! The catalogue as documents for programs: `/endpoints` and `/asyncapi.json`.

use serde_json::{Map, Value, json};

use crate::catalogue::{ENDPOINTS, Endpoint, Message, broken};
use crate::parameter::{CloseCode, Parameter};

#[cfg(feature = "schema")]
mod schema;
#[cfg(feature = "schema")]
mod superchat;
#[cfg(feature = "schema")]
mod ticker;

/// The catalogue as an AsyncAPI 3.0 document.
///
/// `host` is the address of the server (`localhost:3000`), and `secure` tells whether it has TLS.
#[must_use]
pub fn document(host: &str, secure: bool) -> Value {
    #[cfg_attr(
        not(feature = "schema"),
        expect(unused_mut, reason = "without it nothing is added")
    )]
    let mut document = json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Ullim",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "A WebSocket server that behaves in any way a client must be tested against.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "defaultContentType": "text/plain",
        "servers": {
            "here": { "host": host, "protocol": if secure { "wss" } else { "ws" } },
        },
        "channels": by_name(channel),
        "operations": operations(),
    });
    #[cfg(feature = "schema")]
    {
        superchat::add_to(&mut document);
        ticker::add_to(&mut document);
    }
    document
}

/// The document of `/endpoints`: a list in reading order.
#[must_use]
pub fn endpoints() -> Value {
    json!({ "endpoints": ENDPOINTS.iter().map(describe).collect::<Vec<_>>() })
}

/// One endpoint in the document of `/endpoints`. Its own path answers with the same, to a request that is not a
/// handshake.
#[must_use]
pub fn describe(endpoint: &Endpoint) -> Value {
    let mut description = json!({
        "name": endpoint.name,
        "path": endpoint.path,
        "summary": endpoint.summary,
        "description": endpoint.description,
        "parameters": endpoint.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "example": endpoint.example,
    });
    if endpoint == &broken::ENDPOINT {
        description["cases"] = broken::CASES.iter().map(case).collect();
    }
    description
}

fn case(case: &broken::Case) -> Value {
    json!({
        "case": case.name,
        "breaks": case.breaks,
        "rfc": case.rfc,
        "section": case.section,
        "expects": case.expects.sentence(),
    })
}

/// A parameter, with a sentence for people and the limits for a form. These are `ranges` of an integer, `choices` of
/// a choice, `max_bytes` of a text or a name.
fn parameter(parameter: &Parameter) -> Value {
    let mut description = json!({
        "name": parameter.name(),
        "description": parameter.description(),
        "takes": parameter.takes(),
        "default": parameter.default(),
    });
    match parameter {
        Parameter::Integer(it) => description["ranges"] = json!([[it.min, it.max]]),
        Parameter::OptionalInteger(it) => description["ranges"] = json!([[it.min, it.max]]),
        Parameter::CloseCode(_) => description["ranges"] = json!(CloseCode::RANGES),
        Parameter::Choice(it) => description["choices"] = json!(it.of),
        Parameter::Text(it) => description["max_bytes"] = json!(it.max_bytes),
        Parameter::Name(it) => description["max_bytes"] = json!(it.max_bytes()),
        Parameter::Symbols(_) => {}
    }
    description
}

fn by_name(value: fn(&Endpoint) -> Value) -> Value {
    ENDPOINTS
        .iter()
        .map(|endpoint| (endpoint.name.to_owned(), value(endpoint)))
        .collect::<Map<_, _>>()
        .into()
}

fn channel(endpoint: &Endpoint) -> Value {
    let messages: Map<_, _> = [endpoint.receives, endpoint.sends]
        .into_iter()
        .flatten()
        .map(|message| (message.name.to_owned(), message_object(&message)))
        .collect();
    let mut channel = json!({
        "address": endpoint.path,
        "summary": endpoint.summary,
        "description": endpoint.description,
        "messages": messages,
        "bindings": { "ws": {
            "method": "GET",
            "query": {
                "type": "object",
                "properties": endpoint
                    .parameters
                    .iter()
                    .map(|parameter| (parameter.name().to_owned(), schema(parameter)))
                    .collect::<Map<_, _>>(),
                "additionalProperties": false,
            },
            "bindingVersion": "0.1.0",
        } },
    });
    if endpoint == &broken::ENDPOINT {
        channel["parameters"] = json!({ "case": {
            "description": "Which way of breaking RFC 6455 or RFC 7692.",
            "enum": broken::CASES.iter().map(|case| case.name).collect::<Vec<_>>(),
        } });
    }
    channel
}

fn message_object(message: &Message) -> Value {
    json!({
        "name": message.name,
        "contentType": message.content_type,
        "summary": message.summary,
        "payload": payload(message),
    })
}

fn payload(message: &Message) -> Value {
    match message.content_type {
        "application/json" => json!({ "type": "object" }),
        _ => json!({ "type": "string" }),
    }
}

/// A query parameter as JSON Schema.
fn schema(parameter: &Parameter) -> Value {
    let mut schema = match parameter {
        Parameter::Integer(it) => {
            json!({ "type": "integer", "minimum": it.min, "maximum": it.max, "default": it.default })
        }
        Parameter::OptionalInteger(it) => {
            json!({ "type": "integer", "minimum": it.min, "maximum": it.max })
        }
        Parameter::Choice(it) => {
            json!({ "type": "string", "enum": it.of, "default": parameter.default() })
        }
        Parameter::CloseCode(it) => {
            json!({ "type": "integer", "minimum": 1000, "maximum": 4999, "default": it.default })
        }
        Parameter::Text(it) => {
            json!({ "type": "string", "maxLength": it.max_bytes, "default": it.default })
        }
        Parameter::Name(it) => {
            json!({ "type": "string", "minLength": 1, "maxLength": it.max_bytes(), "default": it.default })
        }
        Parameter::Symbols(it) => json!({ "type": "string", "default": it.default }),
    };
    schema["description"] = parameter.description().into();
    schema
}

/// The operations of each channel, from the side of the server as AsyncAPI 3.0 requires.
fn operations() -> Value {
    let mut operations = Map::new();
    for endpoint in ENDPOINTS {
        for (action, message) in [("receive", endpoint.receives), ("send", endpoint.sends)] {
            if let Some(message) = message {
                let channel = format!("#/channels/{}", endpoint.name);
                operations.insert(
                    format!("{}-{action}", endpoint.name),
                    json!({
                        "action": action,
                        "channel": { "$ref": channel },
                        "messages": [{ "$ref": format!("{channel}/messages/{}", message.name) }],
                        "summary": message.summary,
                    }),
                );
            }
        }
    }
    operations.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{document, endpoints};
    use crate::catalogue::{ENDPOINTS, broken};

    #[test]
    fn document_has_every_endpoint_and_every_parameter() {
        let document = document("localhost:3000", false);
        for endpoint in ENDPOINTS {
            let channel = &document["channels"][endpoint.name];
            assert_eq!(channel["address"], endpoint.path);
            let query = channel["bindings"]["ws"]["query"]["properties"]
                .as_object()
                .unwrap();
            let mut names: Vec<_> = endpoint.parameters.iter().map(|it| it.name()).collect();
            names.sort_unstable();
            let mut keys: Vec<_> = query.keys().map(String::as_str).collect();
            keys.sort_unstable();
            assert_eq!(keys, names, "{}", endpoint.name);
        }
    }

    #[test]
    fn parameter_in_the_list_has_the_limits_for_a_form() {
        let list = endpoints();
        let parameter = |endpoint: usize, parameter: usize| {
            list["endpoints"][endpoint]["parameters"][parameter].clone()
        };
        let at = |name: &str| ENDPOINTS.iter().position(|it| it.name == name).unwrap();
        assert_eq!(parameter(at("echo"), 0)["ranges"], json!([[0, 60_000]]));
        let code = parameter(at("close"), 0);
        assert_eq!(code["ranges"][1], json!([1005, 1014]));
        assert_eq!(parameter(at("close"), 1)["max_bytes"], 123);
        let kind = parameter(at("flood"), 3);
        assert_eq!(kind["choices"], json!(["text", "binary"]));
    }

    #[test]
    fn document_with_tls_has_the_protocol_wss() {
        assert_eq!(document("h", false)["servers"]["here"]["protocol"], "ws");
        assert_eq!(document("h", true)["servers"]["here"]["protocol"], "wss");
    }

    #[test]
    fn list_has_the_endpoints_in_reading_order_and_the_cases() {
        let list = endpoints();
        let list = list["endpoints"].as_array().unwrap();
        let paths: Vec<_> = list.iter().map(|it| it["path"].as_str().unwrap()).collect();
        assert_eq!(
            paths,
            ENDPOINTS.iter().map(|it| it.path).collect::<Vec<_>>()
        );
        let broken = list.iter().find(|it| it["name"] == "broken").unwrap();
        let cases = broken["cases"].as_array().unwrap();
        assert_eq!(cases.len(), broken::CASES.len());
    }
}
