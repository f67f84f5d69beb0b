//! The configuration file. The environment outranks it, and the command line outranks both.

use std::path::Path;

use super::binary::{Greet, command};
use super::common::soon;
use clap::CommandFactory;
use server::config::Cli;
use tempfile::NamedTempFile;
use testkit::ServerProcess;
use tokio::process::Command;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// The example in `deploy/`.
const EXAMPLE: &str = include_str!("../../../deploy/ullim.toml");

fn file(text: &str) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

/// Asserts that the server of `command` refuses messages of more than `bytes`, and only those.
async fn assert_limit(command: Command, bytes: usize) {
    let server = ServerProcess::start(command).await.unwrap();
    let mut client = server.greeted().await;
    client.ask(&"x".repeat(bytes)).await;
    client.send(Message::text("x".repeat(bytes + 1))).await;
    assert_eq!(client.close_code().await, CloseCode::Size);
}

#[tokio::test]
async fn command_line_outranks_environment_and_environment_outranks_file() {
    let file = file("bind = [\"127.0.0.1:0\", \"127.0.0.1:0\"]\nmax-message-bytes = 10\n");
    let with_file = || {
        let mut command = command();
        command.env("ULLIM_CONFIG", file.path());
        command
    };
    assert_limit(with_file(), 10).await;

    let mut with_environment = with_file();
    with_environment.env("ULLIM_MAX_MESSAGE_BYTES", "20");
    assert_limit(with_environment, 20).await;

    let mut with_argument = with_file();
    with_argument
        .env("ULLIM_MAX_MESSAGE_BYTES", "20")
        .args(["--max-message-bytes", "30"]);
    assert_limit(with_argument, 30).await;
}

#[tokio::test]
async fn switch_in_the_file_is_true_or_false() {
    for (text, is_tls) in [("true", true), ("false", false)] {
        let file = file(&format!(
            "bind = \"127.0.0.1:0\"\ntls-self-signed = {text}\n"
        ));
        let mut command = command();
        command.arg("--config").arg(file.path());
        let mut server = ServerProcess::start(command).await.unwrap();
        if is_tls {
            let line = server.next_line().await.unwrap();
            assert!(line.starts_with("SHA-256 "), "{line}");
        } else {
            server.greeted().await;
        }
    }
}

#[tokio::test]
async fn error_in_the_file_is_refused_with_its_line() {
    for (text, words) in [
        (
            "\nmax-mesage-bytes = 1\n",
            "line 2: there is no setting \"max-mesage-bytes\"",
        ),
        (
            "config = \"a.toml\"\n",
            "line 1: there is no setting \"config\"",
        ),
        ("help = true\n", "line 1: there is no setting \"help\""),
        (
            "# A limit.\n\nmax-message-bytes = 0\n",
            "line 3: invalid value '0' for '--max-message-bytes",
        ),
        (
            "max-message-bytes = [1, 2]\n",
            "line 1: the argument '--max-message-bytes",
        ),
        (
            "log-format = \"xml\"\n",
            "line 1: invalid value 'xml' for '--log-format",
        ),
        (
            "tls-self-signed = 1\n",
            "line 1: unexpected value '1' for '--tls-self-signed'",
        ),
        (
            "drain-timeout-ms = 1.5\n",
            "line 1: drain-timeout-ms takes text, an integer",
        ),
        (
            "[tls]\ncert = \"a\"\n",
            "line 1: there is no setting \"tls\"",
        ),
        ("bind = \n", "line 1: "),
        ("log = \"info\"\nlog = \"debug\"\n", "line 2: duplicate key"),
    ] {
        let file = file(text);
        let sentence = refusal_of(file.path()).await;
        let path = file.path().to_str().unwrap();
        assert!(
            sentence.contains(path) && sentence.contains(words),
            "{sentence}"
        );
    }
}

#[tokio::test]
async fn password_in_a_file_with_an_error_is_in_no_sentence() {
    for text in [
        "nats = [\"nats://me:s3cret@host\n",
        "nats = [\"nats://me:s3cret@host\", 1.5]\n",
        "nats = \"nats://me:s3cret@:x\"\n",
        "nats = \"nats://me:s3cret@host\" \"\n",
    ] {
        let sentence = refusal_of(file(text).path()).await;
        assert!(!sentence.contains("s3cret"), "{sentence}");
    }
}

#[tokio::test]
async fn missing_file_is_refused_by_its_name() {
    let sentence = refusal_of(Path::new("/nowhere/ullim.toml")).await;
    assert!(
        sentence.contains("cannot read /nowhere/ullim.toml"),
        "{sentence}"
    );
}

async fn refusal_of(file: &Path) -> String {
    let output = soon(command().arg("--config").arg(file).output())
        .await
        .unwrap();
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{sentence}");
    sentence
}

#[test]
fn example_file_names_every_setting_and_is_accepted() {
    let spelled_out: String = EXAMPLE
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(setting) if setting.starts_with(char::is_alphabetic) => setting,
            _ => line,
        })
        .flat_map(|line| [line, "\n"])
        .collect();
    for text in [EXAMPLE, &spelled_out] {
        let file = file(text);
        let arguments = ["server".into(), "--config".into(), file.path().into()];
        server::config::parse(arguments).unwrap_or_else(|error| panic!("{error}"));
    }
    for argument in Cli::command().get_arguments() {
        let key = argument.get_long().unwrap();
        assert!(
            key == "config" || spelled_out.contains(&format!("\n{key} = ")),
            "the example does not name {key}"
        );
    }
}
