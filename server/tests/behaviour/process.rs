//! The real binary: its output, its configuration, its end.

use std::process::Stdio;

use super::binary::{self, Greet, command};
use super::common::soon;
use rustix::process::Signal;
use testkit::ServerProcess;
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

#[tokio::test]
async fn client_that_left_is_printed_as_a_line() {
    let mut server = binary::start(&["--bind", "127.0.0.1:0"]).await;
    server.greeted().await.leave().await;
    assert_eq!(server.next_line().await.unwrap(), "클라이언트 접속 해제");
    // This client sends no close frame.
    drop(server.greeted().await);
    assert_eq!(server.next_line().await.unwrap(), "클라이언트 접속 해제");
}

#[tokio::test]
async fn client_that_never_answers_does_not_delay_exit_past_the_drain_timeout() {
    let mut server = binary::start(&["--bind", "127.0.0.1:0", "--drain-timeout-ms", "200"]).await;
    let client = server.greeted().await;
    server.signal(Signal::TERM).unwrap();
    assert_eq!(server.ended().await.unwrap().code(), Some(0));
    assert_eq!(server.next_line().await.unwrap(), "클라이언트 접속 해제");
    drop(client);
}

#[tokio::test]
async fn port_in_use_is_one_sentence_with_the_flag_that_changes_it() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = soon(command().args(["--bind", &address]).output())
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let sentence = String::from_utf8(output.stderr).unwrap();
    let beginning = format!("{address} is already in use; choose another address with --bind");
    assert!(sentence.starts_with(&beginning), "{sentence}");
    assert_eq!(sentence.lines().count(), 1);
    assert_eq!(output.stdout, b"");
}

#[tokio::test]
async fn killed_server_restarts_on_its_port_at_once() {
    let mut first = binary::start(&["--bind", "127.0.0.1:0"]).await;
    let client = first.greeted().await;
    first.signal(Signal::KILL).unwrap();
    first.ended().await.unwrap();
    let second = binary::start(&["--bind", first.authority()]).await;
    second.greeted().await;
    drop(client);
}

#[tokio::test]
async fn addresses_by_flag_or_environment_are_all_listened_on() {
    let reserved = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let binds = format!("127.0.0.1:0,{reserved}");
    let mut command = command();
    command.env("ULLIM_BIND", &binds);
    let by_environment = ServerProcess::start(command).await.unwrap();
    by_environment.greeted().await;
    TcpStream::connect(reserved).await.unwrap();
    drop(by_environment);

    let by_flags = binary::start(&["--bind", "127.0.0.1:0", "--bind", "127.0.0.1:0"]).await;
    by_flags.greeted().await;
}

#[tokio::test]
async fn limit_by_environment_applies() {
    let mut command = command();
    command
        .env("ULLIM_BIND", "127.0.0.1:0")
        .env("ULLIM_MAX_MESSAGE_BYTES", "10");
    let server = ServerProcess::start(command).await.unwrap();
    let mut client = server.greeted().await;
    client.send(Message::text("eleven byte")).await;
    assert_eq!(client.close_code().await, CloseCode::Size);
}

/// It needs `/proc`.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn descriptor_limit_is_raised_to_the_hard_limit() {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", r#"ulimit -Sn 256 && exec "$0" --bind 127.0.0.1:0"#])
        .arg(env!("CARGO_BIN_EXE_server"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let server = ServerProcess::start(shell).await.unwrap();
    let id = server.id().unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))
        .unwrap();
    let words: Vec<_> = line.split_whitespace().collect();
    let [.., soft, hard, "files"] = words[..] else {
        panic!("{line}");
    };
    assert_eq!(soft, hard);
}

#[tokio::test]
async fn switch_by_environment_takes_the_usual_words() {
    for word in ["1", "yes", "true", "0", "no", "false"] {
        let mut command = command();
        command
            .env("ULLIM_BIND", "127.0.0.1:0")
            .env("ULLIM_NO_METRICS", word);
        let server = ServerProcess::start(command).await.unwrap();
        server.greeted().await;
    }
}

#[tokio::test]
async fn invalid_setting_is_refused_with_the_name_of_its_flag() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    for (arguments, word) in [
        (&["--bind", "localhost"][..], "--bind"),
        (
            &["--bind", &address, "--bind", &address],
            &format!("--bind names {address} twice"),
        ),
        (&["--max-message-bytes", "0"], "--max-message-bytes"),
        (
            &["--max-message-bytes", "9999999999"],
            "--max-message-bytes",
        ),
        (&["--handshake-timeout-ms", "0"], "--handshake-timeout-ms"),
        (&["--drain-timeout-ms", "soon"], "--drain-timeout-ms"),
        (&["--log", "server=loud"], "--log"),
        (&["--max-connections", "0"], "--max-connections"),
        (
            &["--max-connections-per-address", "0"],
            "--max-connections-per-address",
        ),
        (
            &[
                "--max-connections",
                "9",
                "--max-connections-per-address",
                "10",
            ],
            "--max-connections-per-address is 10, more than --max-connections, which is 9",
        ),
        (
            &["--max-message-bytes", "100", "--max-frame-bytes", "101"],
            "--max-frame-bytes is 101, more than --max-message-bytes, which is 100",
        ),
        (
            &["--memory-budget-bytes", "1000"],
            "--memory-budget-bytes is 1000, less than --max-message-bytes, which is 16777216",
        ),
        (
            &["--max-write-buffer-bytes", "1000"],
            "--max-write-buffer-bytes is 1000",
        ),
        (&["--max-messages-per-s", "0"], "--max-messages-per-s"),
        (&["--write-timeout-ms", "0"], "--write-timeout-ms"),
        (&["--ping-interval-ms", "0"], "--ping-interval-ms"),
        (&["--pong-timeout-ms", "999"], "--pong-timeout-ms"),
        (&["--allow-origin", "example.org"], "--allow-origin"),
        (
            &["--nats", "nats://localhost", "--room-log-age-ms", "99"],
            "--room-log-age-ms is 99; with --nats it is 100 at least",
        ),
    ] {
        let output = soon(command().args(arguments).output()).await.unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let sentence = String::from_utf8(output.stderr).unwrap();
        assert!(sentence.contains(word), "{sentence}");
    }
}

#[tokio::test]
async fn message_of_a_client_is_not_logged() {
    let mut server = binary::start(&["--bind", "127.0.0.1:0"]).await;
    let mut client = server.greeted().await;
    client.ask("암호는 비밀").await;
    client
        .send_raw(&super::common::frame(0x81, b"secret\xff"))
        .await;
    assert_eq!(client.close_code().await, CloseCode::Invalid);
    server.signal(Signal::TERM).unwrap();
    server.ended().await.unwrap();
    let log = server.rest_of_log().await.unwrap().join("\n");
    assert!(log.contains("WARN connection{id="), "{log}");
    assert!(!log.contains("비밀") && !log.contains("secret"), "{log}");
}

#[tokio::test]
async fn unread_output_does_not_stop_the_server() {
    let mut server = binary::start(&["--bind", "127.0.0.1:0"]).await;
    // More lines than a pipe of 64 KiB and the queue behind it hold.
    for _ in 0..2800 {
        server.greeted().await;
    }
    server.greeted().await.leave().await;
    server.signal(Signal::TERM).unwrap();
    assert_eq!(server.ended().await.unwrap().code(), Some(0));
}

#[tokio::test]
async fn clients_beyond_the_descriptors_wait_until_some_are_free() {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 32 && exec \"$0\" --bind 127.0.0.1:0"]);
    command.arg(env!("CARGO_BIN_EXE_server"));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut server = ServerProcess::start(command).await.unwrap();
    let mut clients = Vec::new();
    for _ in 0..40 {
        clients.push(TcpStream::connect(server.authority()).await.unwrap());
    }
    server.wait_for_log("cannot accept").await.unwrap();
    drop(clients);
    server.greeted().await;
}
