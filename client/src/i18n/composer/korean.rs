//! The message editor's words in Korean.

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
        ComposerPhrase::Kind => "메시지 종류",
        ComposerPhrase::KindName(DraftKind::Text) => "텍스트",
        ComposerPhrase::KindName(DraftKind::Json) => "JSON",
        ComposerPhrase::KindName(DraftKind::Hex) => "16진수",
        ComposerPhrase::KindName(DraftKind::Base64) => "Base64",
        ComposerPhrase::KindName(DraftKind::File) => "파일",
        ComposerPhrase::Size { bytes } => return size(bytes).into(),
        ComposerPhrase::SizeUnknown => "아직 보낼 수 있는 메시지가 아닙니다.",
        ComposerPhrase::Format => "줄 맞추기",
        ComposerPhrase::Older => "이전 메시지",
        ComposerPhrase::Newer => "다음 메시지",
        ComposerPhrase::Hints => "도움말",
        ComposerPhrase::CarriageReturns(count) => {
            return format!("캐리지 리턴 {}개 바꾸기", grouped(count)).into();
        }
        ComposerPhrase::HistoryKeys => {
            "글의 맨 앞에서 ↑, 맨 끝에서 ↓를 누르면 보낸 메시지를 다시 불러옵니다."
        }
        ComposerPhrase::Blanks => {
            "{{uuid}}, {{now}}, {{n}}은 보낼 때 고유 번호, 시각, 순번으로 채워집니다."
        }
        ComposerPhrase::UnknownVariable => {
            "변수가 아니라서 그대로 보냅니다. 변수는 {{uuid}}, {{now}}, {{n}}입니다."
        }
        ComposerPhrase::Preview => "미리 보기(값은 보낼 때마다 새로 정합니다)",

        ComposerPhrase::ChooseFile => "파일 고르기",
        ComposerPhrase::DropOrPaste => "파일을 여기로 끌어다 놓거나, 그림을 붙여 넣어도 됩니다.",
        ComposerPhrase::DropHere => "보낼 파일을 여기에 놓으세요.",
        ComposerPhrase::NoFile => "고른 파일이 없습니다.",
        ComposerPhrase::FirstBytes => "첫 바이트",
        ComposerPhrase::RemoveFile => "파일 빼기",

        ComposerPhrase::WillQueue => {
            "연결되어 있지 않습니다. 보낸 메시지는 대기열에서 기다렸다가 연결된 뒤에 보냅니다."
        }
        ComposerPhrase::Queued { messages } => {
            return format!("메시지 {messages}개가 대기열에 있습니다.").into();
        }
        ComposerPhrase::Problem(problem) => return self::problem(problem).into(),

        ComposerPhrase::Repeat => "반복 보내기",
        ComposerPhrase::RepeatError(RepeatError::Interval) => {
            "반복 간격은 10부터 86400000까지의 밀리초로 입력하세요."
        }
        ComposerPhrase::RepeatError(RepeatError::Count) => {
            "반복 횟수는 1 이상의 수로 입력하세요. 비워 두면 멈출 때까지 보냅니다."
        }
        ComposerPhrase::RepeatEvery => "간격(밀리초)",
        ComposerPhrase::RepeatCount => "횟수",
        ComposerPhrase::RepeatEndless => "제한 없음",
        ComposerPhrase::RepeatStart => "시작",
        ComposerPhrase::RepeatStop => "멈춤",
        ComposerPhrase::RepeatSent { messages } => {
            return format!("메시지 {}개 보냄", grouped(messages)).into();
        }
        ComposerPhrase::RepeatState(RepeatState::Idle) => "",
        ComposerPhrase::RepeatState(RepeatState::Running) => "반복하는 중입니다.",
        ComposerPhrase::RepeatState(RepeatState::Done) => "반복을 마쳤습니다.",
        ComposerPhrase::RepeatState(RepeatState::Refused) => "보낼 수 없어서 반복을 멈췄습니다.",
        ComposerPhrase::RepeatWhenOpen => "연결되면 반복할 수 있습니다.",
    })
}

fn size(bytes: usize) -> String {
    let exactly = grouped(bytes as u64);
    if bytes < 1_024 {
        format!("{exactly}바이트")
    } else {
        format!("{exactly}바이트({})", human_size(bytes as u64))
    }
}

fn problem(problem: Problem) -> String {
    match problem {
        Problem::Draft(error) => compose_error(error),
        Problem::File(FileError::TooLarge { size_bytes }) => format!(
            "파일이 너무 큽니다({}). {}까지 보낼 수 있습니다.",
            human_size(size_bytes),
            human_size(file::MAX_FILE_BYTES)
        ),
        Problem::File(FileError::Unreadable) => {
            "파일을 읽지 못했습니다. 파일이 그대로 있는지, 폴더는 아닌지 확인하고 다시 고르세요."
                .into()
        }
        Problem::NotOpen => {
            "연결되어 있지 않아 보내지 않았습니다. 쓴 글은 그대로 있으니 연결한 뒤 보내세요.".into()
        }
        Problem::QueueFull => {
            "대기열이 가득 차서 메시지를 넣지 않았습니다. 쓴 글은 그대로 있습니다.".into()
        }
        Problem::SendFailed => "메시지를 보내지 못했습니다. 쓴 글은 그대로 있습니다.".into(),
    }
}

fn compose_error(error: ComposeError) -> String {
    let (position, what) = match error {
        ComposeError::NoFile => return "보낼 파일을 먼저 고르세요.".into(),
        ComposeError::Json { kind, position } => (position, json_error(kind)),
        ComposeError::Hex { kind, position } => (position, hex_error(kind)),
        ComposeError::Base64 { kind, position } => (position, base64_error(kind)),
    };
    let TextPosition { line, column } = position;
    format!("{line}행 {column}번째 글자: {what}")
}

fn json_error(kind: json::ErrorKind) -> String {
    match kind {
        json::ErrorKind::UnexpectedCharacter(character) => {
            format!(
                "JSON에서 여기에는 {} 글자가 올 수 없습니다.",
                quoted(character)
            )
        }
        json::ErrorKind::UnexpectedEnd => "JSON이 끝나기 전에 텍스트가 끝났습니다.".into(),
        json::ErrorKind::TrailingCharacters => "JSON 값이 끝난 뒤에 텍스트가 더 있습니다.".into(),
        json::ErrorKind::ControlCharacter => {
            "문자열에 줄바꿈이나 탭을 그대로 넣을 수 없습니다. \\n, \\t처럼 적으세요.".into()
        }
        json::ErrorKind::BadEscape => {
            "JSON에 없는 이스케이프입니다. 역슬래시 자체는 \\\\로 적으세요.".into()
        }
        json::ErrorKind::BadNumber => {
            "JSON의 수가 아닙니다. 앞에 0을 붙이지 않고, 소수점 양쪽에 숫자를 적으세요.".into()
        }
        json::ErrorKind::TooLong => {
            "줄을 맞추면 너무 길어집니다. 그대로 보낼 수는 있습니다.".into()
        }
    }
}

fn hex_error(kind: hex::ErrorKind) -> String {
    match kind {
        hex::ErrorKind::NotADigit(character) => {
            format!("{} 글자는 16진수 숫자가 아닙니다.", quoted(character))
        }
        hex::ErrorKind::HalfAByte => {
            "둘째 숫자가 없습니다. 한 바이트는 16진수 두 자리로 적으세요.".into()
        }
    }
}

fn base64_error(kind: base64::ErrorKind) -> String {
    match kind {
        base64::ErrorKind::NotADigit(character) => {
            format!("{} 글자는 Base64에 없습니다.", quoted(character))
        }
        base64::ErrorKind::Padding => "‘=’의 자리나 개수가 맞지 않습니다.".into(),
        base64::ErrorKind::Incomplete => {
            "마지막 바이트가 온전하지 않습니다. 끝이 잘렸는지 확인하세요.".into()
        }
    }
}
