//! The message editor's words in English.

use yew::AttrValue;

use super::{ComposerPhrase, quoted};
use session::composer::Problem;
use session::composer::draft::{ComposeError, DraftKind};
use session::composer::file::{self, FileError};
use session::composer::repeat::{RepeatError, RepeatState};
use session::json;
use session::payload::{base64, hex};
use session::size::{grouped, human};
use session::text_position::TextPosition;

pub(super) fn say(phrase: ComposerPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        ComposerPhrase::Kind => "Kind",
        ComposerPhrase::KindName(DraftKind::Text) => "Text",
        ComposerPhrase::KindName(DraftKind::Json) => "JSON",
        ComposerPhrase::KindName(DraftKind::Hex) => "Hexadecimal",
        ComposerPhrase::KindName(DraftKind::Base64) => "Base64",
        ComposerPhrase::KindName(DraftKind::File) => "File",
        ComposerPhrase::Size { bytes: 1 } => "1 byte",
        ComposerPhrase::Size { bytes } => return size(bytes).into(),
        ComposerPhrase::SizeUnknown => "Not a message yet.",
        ComposerPhrase::Format => "Format",
        ComposerPhrase::Older => "Message sent before",
        ComposerPhrase::Newer => "Message sent after",
        ComposerPhrase::Hints => "Hints",
        ComposerPhrase::HistoryKeys => {
            "↑ at the very start of the text and ↓ at its very end bring back what you sent."
        }
        ComposerPhrase::Blanks => {
            "{{uuid}}, {{now}} and {{n}} become a unique id, the time and a count when you send."
        }
        ComposerPhrase::Preview => "Filled in (with new values each time you send)",

        ComposerPhrase::ChooseFile => "Choose a file",
        ComposerPhrase::DropOrPaste => "You can also drop a file here, or paste an image.",
        ComposerPhrase::NoFile => "No file is chosen.",
        ComposerPhrase::FirstBytes => "First bytes",
        ComposerPhrase::RemoveFile => "Remove the file",

        ComposerPhrase::WillQueue => {
            "There is no open connection. What you send waits until there is one."
        }
        ComposerPhrase::Queued { messages: 1 } => "1 message waits for the connection.",
        ComposerPhrase::Queued { messages } => {
            return format!("{messages} messages wait for the connection.").into();
        }
        ComposerPhrase::Problem(problem) => return self::problem(problem).into(),

        ComposerPhrase::Repeat => "Send again and again",
        ComposerPhrase::RepeatEvery => "Every (ms)",
        ComposerPhrase::RepeatCount => "Times",
        ComposerPhrase::RepeatEndless => "endless",
        ComposerPhrase::RepeatStart => "Start",
        ComposerPhrase::RepeatStop => "Stop",
        ComposerPhrase::RepeatSent { messages: 1 } => "1 message sent",
        ComposerPhrase::RepeatSent { messages } => {
            return format!("{} messages sent", grouped(messages)).into();
        }
        ComposerPhrase::RepeatState(RepeatState::Idle) => "",
        ComposerPhrase::RepeatState(RepeatState::Running) => "The message is being repeated.",
        ComposerPhrase::RepeatState(RepeatState::Done) => "The message is no longer repeated.",
        ComposerPhrase::RepeatState(RepeatState::Refused) => {
            "The message could not be sent, so it is no longer repeated."
        }
        ComposerPhrase::RepeatWhenOpen => "You can repeat once the connection is open.",
    })
}

fn size(bytes: usize) -> String {
    let exactly = grouped(bytes as u64);
    if bytes < 1_024 {
        format!("{exactly} bytes")
    } else {
        format!("{exactly} bytes ({})", human(bytes as u64))
    }
}

fn problem(problem: Problem) -> String {
    match problem {
        Problem::Draft(error) => compose_error(error),
        Problem::File(FileError::TooLarge { size_bytes }) => format!(
            "The file is too large ({}). You can send up to {}.",
            human(size_bytes),
            human(file::MAX_FILE_BYTES)
        ),
        Problem::File(FileError::Unreadable) => {
            "The file could not be read. See that it is still there and not a folder, and choose it again."
                .into()
        }
        Problem::Repeat(RepeatError::Interval) => {
            "Give the interval in milliseconds, from 10 to 86400000.".into()
        }
        Problem::Repeat(RepeatError::Count) => {
            "Give the times as a number from 1, or leave them empty to repeat until stopped.".into()
        }
        Problem::NotOpen => {
            "Nothing was sent, as there is no open connection. Your text stays: connect, then send."
                .into()
        }
        Problem::QueueFull => {
            "As many messages wait as can wait, so this one was not taken. Your text stays.".into()
        }
        Problem::NotTaken => "The message could not be sent. Your text is still here.".into(),
    }
}

fn compose_error(error: ComposeError) -> String {
    let (position, what) = match error {
        ComposeError::NoFile => return "Choose a file to send first.".into(),
        ComposeError::Json { kind, position } => (position, json_error(kind)),
        ComposeError::Hex { kind, position } => (position, hex_error(kind)),
        ComposeError::Base64 { kind, position } => (position, base64_error(kind)),
    };
    let TextPosition { line, column } = position;
    format!("Line {line}, character {column}: {what}")
}

fn json_error(kind: json::ErrorKind) -> String {
    match kind {
        json::ErrorKind::UnexpectedCharacter(character) => {
            format!("{} may not stand here in JSON.", quoted(character))
        }
        json::ErrorKind::UnexpectedEnd => "The text ends before the JSON does.".into(),
        json::ErrorKind::TrailingCharacters => {
            "The JSON value has ended, and there is more text after it.".into()
        }
        json::ErrorKind::ControlCharacter => {
            "A string may not have a line break or a tab in it as it is. Write \\n or \\t.".into()
        }
        json::ErrorKind::BadEscape => {
            "JSON has no such escape. A backslash itself is written \\\\.".into()
        }
        json::ErrorKind::BadNumber => {
            "JSON has no such number: no zeros in front, and digits on both sides of the point."
                .into()
        }
        json::ErrorKind::TooLong => {
            "Formatted, this would be too long. You can send it as it is.".into()
        }
    }
}

fn hex_error(kind: hex::ErrorKind) -> String {
    match kind {
        hex::ErrorKind::NotADigit(character) => {
            format!("{} is not a hexadecimal digit.", quoted(character))
        }
        hex::ErrorKind::HalfAByte => {
            "This digit has no other half. A byte is two hexadecimal digits.".into()
        }
    }
}

fn base64_error(kind: base64::ErrorKind) -> String {
    match kind {
        base64::ErrorKind::NotADigit(character) => {
            format!("{} does not occur in base64.", quoted(character))
        }
        base64::ErrorKind::Padding => {
            "The padding, ‘=’, is not where or as long as it must be.".into()
        }
        base64::ErrorKind::Incomplete => {
            "The last byte is not complete. See whether the end is missing.".into()
        }
    }
}
