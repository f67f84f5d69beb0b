//! The line ends of a text that a person edits in a text field.
//!
//! A browser gives the value of a `<textarea>` with line feeds alone (HTML, "API value"). The composer keeps the text as
//! it is, and finds in it what the person changed in the field.

use std::rc::Rc;

/// The text as a text field has it: each carriage return, with the line feed behind it if there is one, is a line feed.
#[must_use]
pub fn shown(text: &Rc<str>) -> Rc<str> {
    if text.contains('\r') {
        normalized(text).into()
    } else {
        Rc::clone(text)
    }
}

pub(super) fn normalized(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The text after an edit that left this value in the field. `given` is what was pasted or dropped there just before,
/// if anything: where it is found as the edit, its own line ends stay.
pub(super) fn edited(text: &str, value: &str, given: Option<&str>) -> String {
    let before = normalized(text);
    let prefix = common(before.bytes(), value.bytes());
    let suffix = common(before.bytes().rev(), value.bytes().rev());
    let found = given.and_then(|given| {
        let shown = normalized(given);
        let latest = value.len().checked_sub(shown.len())?;
        let start = (latest.saturating_sub(suffix)..=prefix.min(latest)).find(|start| {
            value
                .get(*start..)
                .is_some_and(|rest| rest.starts_with(&shown))
        })?;
        Some((start, latest - start, given))
    });
    let (start, rest, inserted) = found.unwrap_or_else(|| {
        let start = value.floor_char_boundary(prefix);
        let longest = suffix.min(before.len() - start).min(value.len() - start);
        let end = value.ceil_char_boundary(value.len() - longest);
        (start, value.len() - end, &value[start..end])
    });
    let head = &text[..offset_of(text, start)];
    let tail = &text[offset_of(text, before.len() - rest)..];
    let after = [head, inserted, tail].concat();
    // A carriage return before a line feed that was not behind it would be one line end with it.
    if normalized(&after) == value {
        after
    } else {
        value.to_owned()
    }
}

fn common(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other)
        .take_while(|(one, other)| one == other)
        .count()
}

/// The offset in a text of an offset in what a field shows of it.
fn offset_of(text: &str, shown: usize) -> usize {
    let mut left = shown;
    let mut bytes = text.bytes().enumerate().peekable();
    while left > 0 {
        let Some((_, byte)) = bytes.next() else { break };
        if byte == b'\r' {
            bytes.next_if(|(_, next)| *next == b'\n');
        }
        left -= 1;
    }
    bytes.peek().map_or(text.len(), |(index, _)| *index)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edit_elsewhere_keeps_carriage_returns() {
        for (text, value, expected) in [
            ("a\r\nb\r\nc", "a\nb!\nc", "a\r\nb!\r\nc"),
            ("a\r\nb", "가a\nb", "가a\r\nb"),
            ("가\r\n나", "각\n나", "각\r\n나"),
            ("a\rb", "a\nb\n", "a\rb\n"),
            ("a\r\nb", "ab", "ab"),
            ("a\r\n\r\nb", "a\nb", "a\r\nb"),
            ("a\r\nb", "", ""),
            ("", "a\nb", "a\nb"),
        ] {
            assert_eq!(edited(text, value, None), expected, "{text:?} to {value:?}");
        }
    }

    #[test]
    fn pasted_text_keeps_its_own_line_ends() {
        for (text, value, given, expected) in [
            ("", "a\nb", "a\r\nb", "a\r\nb"),
            ("a", "a\na", "a\r\n", "a\r\na"),
            ("a\nb", "a\nx\ny\nb", "x\r\ny\n", "a\nx\r\ny\nb"),
            ("old", "a\nb", "a\rb", "a\rb"),
            // What would be one line end with its neighbour gives way.
            ("\nb", "a\n\nb", "a\r", "a\n\nb"),
            // Something else happened in the field.
            ("x", "xy", "a\r\nb", "xy"),
        ] {
            let after = edited(text, value, Some(given));
            assert_eq!(after, expected, "{given:?} into {text:?}");
        }
    }

    proptest! {
        #[test]
        fn edited_text_shows_the_value_of_the_field(
            text in "[ab\r\n가]{0,8}", value in "[ab\n가]{0,8}", given in proptest::option::of("[ab\r\n가]{0,4}"),
        ) {
            let after = edited(&text, &value, given.as_deref());
            prop_assert_eq!(normalized(&after), value);
        }

        #[test]
        fn pasted_text_is_in_the_message_as_it_was(
            head in "[ab\n가]{0,4}", replaced in "[ab\r\n가]{0,4}", tail in "[ab\n가]{0,4}", given in "[ab\r\n가]{0,3}[ab\n가]",
        ) {
            let text = [&*head, &*replaced, &*tail].concat();
            let value = [&*head, &*normalized(&given), &*tail].concat();
            let after = edited(&text, &value, Some(&given));
            prop_assert_eq!(normalized(&after), value);
            prop_assert!(after.contains(&given), "{:?}", after);
        }
    }
}
