//! The message editor's words in English.

use yew::AttrValue;

use super::{ComposerPhrase, quoted};
use session::composer::Problem;
use session::composer::draft::{ComposeError, DraftKind};
use session::composer::file::{self, FileError};
use session::composer::repeat::{RepeatError, RepeatState};
use session::format::{grouped, human_size};
use session::json;
use session::payload::{base64, hex};
use session::text_position::TextPosition;

pub(in crate::i18n) fn say(phrase: ComposerPhrase) -> AttrValue {
    AttrValue::Static(match phrase {
        ComposerPhrase::Kind => "Kind",
        ComposerPhrase::KindName(DraftKind::Text) => "Text",
        ComposerPhrase::KindName(DraftKind::Json) => "JSON",
        ComposerPhrase::KindName(DraftKind::Hex) => "Hex",
        ComposerPhrase::KindName(DraftKind::Base64) => "Base64",
        ComposerPhrase::KindName(DraftKind::File) => "File",
        ComposerPhrase::Size { bytes: 1 } => "1 byte",
        ComposerPhrase::Size { bytes } => return size(bytes).into(),
        ComposerPhrase::SizeUnknown => "Not a valid message yet.",
        ComposerPhrase::Format => "Format",
        ComposerPhrase::Older => "Previous message",
        ComposerPhrase::Newer => "Next message",
        ComposerPhrase::Hints => "Hints",
        ComposerPhrase::CarriageReturns(count) => {
            return format!("Replace the carriage returns: {}", grouped(count)).into();
        }
        ComposerPhrase::HistoryKeys => {
            "↑ at the start of the text and ↓ at its end bring back sent messages."
        }
        ComposerPhrase::Blanks => {
            "{{uuid}}, {{now}} and {{n}} become a unique id, the time and a counter when you send."
        }
        ComposerPhrase::UnknownVariable => {
            "is not a variable and is sent as it is. Variables are {{uuid}}, {{now}} and {{n}}."
        }
        ComposerPhrase::Preview => "Preview (each message gets new values)",

        ComposerPhrase::ChooseFile => "Choose a file",
        ComposerPhrase::DropOrPaste => "You can also drop a file here, or paste an image.",
        ComposerPhrase::DropHere => "Drop the file here to send it.",
        ComposerPhrase::NoFile => "No file chosen.",
        ComposerPhrase::FirstBytes => "First bytes",
        ComposerPhrase::RemoveFile => "Remove the file",

        ComposerPhrase::WillQueue => {
            "Not connected. Messages are queued until the connection is open."
        }
        ComposerPhrase::Queued { messages: 1 } => "1 message is queued.",
        ComposerPhrase::Queued { messages } => {
            return format!("{messages} messages are queued.").into();
        }
        ComposerPhrase::Problem(problem) => return self::problem(problem).into(),

        ComposerPhrase::Repeat => "Repeat",
        ComposerPhrase::RepeatError(RepeatError::Interval) => {
            "Enter an interval in milliseconds, from 10 to 86400000."
        }
        ComposerPhrase::RepeatError(RepeatError::Count) => {
            "Enter a number of times from 1, or leave it empty to repeat until stopped."
        }
        ComposerPhrase::RepeatEvery => "Every (ms)",
        ComposerPhrase::RepeatCount => "Times",
        ComposerPhrase::RepeatEndless => "no limit",
        ComposerPhrase::RepeatStart => "Start",
        ComposerPhrase::RepeatStop => "Stop",
        ComposerPhrase::RepeatSent { messages: 1 } => "1 message sent",
        ComposerPhrase::RepeatSent { messages } => {
            return format!("{} messages sent", grouped(messages)).into();
        }
        ComposerPhrase::RepeatState(RepeatState::Idle) => "",
        ComposerPhrase::RepeatState(RepeatState::Running) => "The message is being repeated.",
        ComposerPhrase::RepeatState(RepeatState::Done) => "The repetition is over.",
        ComposerPhrase::RepeatState(RepeatState::Refused) => {
            "The message could not be sent, so the repetition stopped."
        }
        ComposerPhrase::RepeatWhenOpen => "You can repeat once the connection is open.",
    })
}

fn size(bytes: usize) -> String {
    let exactly = grouped(bytes as u64);
    if bytes < 1_024 {
        format!("{exactly} bytes")
    } else {
        format!("{exactly} bytes ({})", human_size(bytes as u64))
    }
}

fn problem(problem: Problem) -> String {
    match problem {
        Problem::Draft(error) => compose_error(error),
        Problem::File(FileError::TooLarge { size_bytes }) => format!(
            "The file is too large ({}). You can send up to {}.",
            human_size(size_bytes),
            human_size(file::MAX_FILE_BYTES)
        ),
        Problem::File(FileError::Unreadable) => {
            "The file could not be read. Check that it exists and is not a folder, then choose it again."
                .into()
        }
        Problem::NotOpen => {
            "Nothing was sent: the connection is not open. Your text stays: connect, then send."
                .into()
        }
        Problem::QueueFull => {
            "The queue is full, so this message was not queued. Your text stays.".into()
        }
        Problem::SendFailed => "The message could not be sent. Your text is still here.".into(),
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
            format!("{} is not allowed here in JSON.", quoted(character))
        }
        json::ErrorKind::UnexpectedEnd => "The JSON is incomplete: the text ends too early.".into(),
        json::ErrorKind::TrailingCharacters => {
            "There is more text after the end of the JSON value.".into()
        }
        json::ErrorKind::ControlCharacter => {
            "A string cannot contain a raw line break or tab. Write \\n or \\t.".into()
        }
        json::ErrorKind::BadEscape => "JSON has no such escape. Write \\\\ for a backslash.".into(),
        json::ErrorKind::BadNumber => {
            "Not a JSON number: it takes no leading zeros, and digits on both sides of the point."
                .into()
        }
        json::ErrorKind::TooLong => {
            "The formatted text would be too long. You can send it as it is.".into()
        }
    }
}

fn hex_error(kind: hex::ErrorKind) -> String {
    match kind {
        hex::ErrorKind::NotADigit(character) => {
            format!("{} is not a hexadecimal digit.", quoted(character))
        }
        hex::ErrorKind::HalfAByte => {
            "The second digit is missing. A byte is two hexadecimal digits.".into()
        }
    }
}

fn base64_error(kind: base64::ErrorKind) -> String {
    match kind {
        base64::ErrorKind::NotADigit(character) => {
            format!("{} is not a base64 character.", quoted(character))
        }
        base64::ErrorKind::Padding => {
            "The padding, ‘=’, is misplaced or has the wrong length.".into()
        }
        base64::ErrorKind::Incomplete => {
            "The last byte is incomplete. Check whether the end is missing.".into()
        }
    }
}
