//! The messages of `/ticker` in the document, with JSON Schemas made from their types.

use serde_json::Value;

use super::schema::schema;
use crate::catalogue::ticker;
use crate::ticker::TickerMessage;

/// Adds the schema of the message to the channel of `/ticker`.
pub(super) fn add_to(document: &mut Value) {
    if let Some(message) = ticker::ENDPOINT.sends {
        let messages = &mut document["channels"][ticker::ENDPOINT.name]["messages"];
        messages[message.name]["payload"] = schema::<TickerMessage>();
    }
}

#[cfg(test)]
mod tests {
    use crate::asyncapi::document;

    #[test]
    fn document_has_both_messages_with_their_required_fields() {
        let document = document("localhost:3000", false);
        let payload = &document["channels"]["ticker"]["messages"]["quotes"]["payload"];
        for (kind, required) in [
            (
                "snapshot",
                &["type", "tick", "time_ms", "interval_ms", "seed", "quotes"][..],
            ),
            ("quotes", &["type", "tick", "time_ms", "skipped", "quotes"]),
        ] {
            let mut variants = payload["oneOf"].as_array().unwrap().iter();
            let variant = variants
                .find(|it| it["properties"]["type"]["const"] == kind)
                .unwrap_or_else(|| panic!("{kind} is not in {payload:#}"));
            let listed = variant["required"].as_array().unwrap();
            for name in required {
                assert!(listed.iter().any(|it| it == name), "{kind} needs {name}");
            }
        }
    }
}
