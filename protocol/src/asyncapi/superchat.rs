//! The messages of `superchat` in the document, with JSON Schemas made from their types.

use serde_json::{Value, json};

use super::schema::schema;
use crate::catalogue::chat;
use crate::superchat::{ClientMessage, ServerMessage};

/// Adds the messages to the channel and the operations of `/chat`.
pub(super) fn add_to(document: &mut Value) {
    let channel = chat::ENDPOINT.name;
    for (action, name, summary, payload) in [
        (
            "receive",
            "superchat-from-client",
            "In `superchat`: join, say, typing, leave or ping.",
            schema::<ClientMessage>(),
        ),
        (
            "send",
            "superchat-from-server",
            "In `superchat`: welcome, message, ack, presence, typing, pong or error.",
            schema::<ServerMessage>(),
        ),
    ] {
        document["channels"][channel]["messages"][name] = json!({
            "name": name,
            "contentType": "application/json",
            "summary": summary,
            "payload": payload,
        });
        let reference = json!({ "$ref": format!("#/channels/{channel}/messages/{name}") });
        let operation = &mut document["operations"][format!("{channel}-{action}")];
        if let Some(messages) = operation["messages"].as_array_mut() {
            messages.push(reference);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::asyncapi::document;

    /// The schema of the message of that type.
    fn variant<'a>(document: &'a Value, from: &str, kind: &str) -> &'a Value {
        let payload = &document["channels"]["chat"]["messages"][from]["payload"];
        let mut variants = payload["oneOf"].as_array().unwrap().iter();
        variants
            .find(|it| it["properties"]["type"]["const"] == kind)
            .unwrap_or_else(|| panic!("{kind} is not in {payload:#}"))
    }

    #[test]
    fn document_has_every_message_with_its_required_fields() {
        let document = document("localhost:3000", false);
        for (from, kind, required) in [
            ("superchat-from-client", "join", &["type"][..]),
            ("superchat-from-client", "say", &["type", "id", "text"]),
            ("superchat-from-client", "typing", &["type"]),
            ("superchat-from-client", "leave", &["type"]),
            ("superchat-from-client", "ping", &["type"]),
            ("superchat-from-server", "pong", &["type"]),
            (
                "superchat-from-server",
                "welcome",
                &["type", "room", "epoch", "newest", "recovered"],
            ),
            (
                "superchat-from-server",
                "message",
                &["type", "offset", "name", "text", "time_ms"],
            ),
            ("superchat-from-server", "ack", &["type", "id", "offset"]),
            (
                "superchat-from-server",
                "presence",
                &["type", "joined", "left"],
            ),
            (
                "superchat-from-server",
                "typing",
                &["type", "name", "is_typing"],
            ),
            (
                "superchat-from-server",
                "error",
                &["type", "code", "message", "retryable"],
            ),
        ] {
            let variant = variant(&document, from, kind);
            let listed = variant["required"].as_array().unwrap();
            for name in required {
                assert!(listed.iter().any(|it| it == name), "{kind} needs {name}");
            }
            assert!(variant["description"].is_string(), "{kind}");
        }
        assert!(
            !document.to_string().contains("#/definitions"),
            "every schema is whole"
        );
    }

    #[test]
    fn operation_names_messages_that_exist() {
        let document = document("localhost:3000", false);
        for operation in ["chat-receive", "chat-send"] {
            let messages = document["operations"][operation]["messages"]
                .as_array()
                .unwrap();
            assert_eq!(messages.len(), 2);
            for message in messages {
                let path = message["$ref"].as_str().unwrap().trim_start_matches('#');
                assert!(document.pointer(path).is_some(), "{path}");
            }
        }
    }
}
