//! Every signal that operators send by habit, sent to the real binary.

use std::process::Stdio;

use super::binary::{self, Greet, command};
use rustix::process::Signal;
use testkit::ServerProcess;
use tokio::process::Command;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

const ON_A_FREE_PORT: [&str; 2] = ["--bind", "127.0.0.1:0"];

#[tokio::test]
async fn signal_that_stops_closes_clients_with_1001_and_exits_0() {
    for signal in [Signal::INT, Signal::TERM, Signal::QUIT] {
        let mut server = binary::start(&ON_A_FREE_PORT).await;
        let mut client = server.greeted().await;
        server.signal(signal).unwrap();
        assert_eq!(client.close_code().await, CloseCode::Away, "{signal:?}");
        drop(client);
        assert_eq!(server.next_line().await.unwrap(), "클라이언트 접속 해제");
        assert_eq!(server.ended().await.unwrap().code(), Some(0), "{signal:?}");
    }
}

#[tokio::test]
async fn signal_that_stops_nothing_leaves_connections_open() {
    for flags in [&[][..], &["--tls-self-signed"]] {
        let mut server = binary::start(&[&ON_A_FREE_PORT, flags].concat()).await;
        for (signal, sentence) in [
            (Signal::HUP, "SIGHUP: there is nothing to reload"),
            (Signal::USR1, "SIGUSR1: there is nothing to do"),
            (Signal::USR2, "SIGUSR2: there is nothing to do"),
        ] {
            server.signal(signal).unwrap();
            let line = server.wait_for_log(sentence).await.unwrap();
            assert!(line.contains("INFO"), "{line}");
        }
        // Nothing is logged of it, so another signal shows that it has been survived.
        server.signal(Signal::PIPE).unwrap();
        server.signal(Signal::HUP).unwrap();
        server.wait_for_log("SIGHUP").await.unwrap();
        assert_eq!(server.stop().await.unwrap().code(), Some(0));
    }
    let server = binary::start(&ON_A_FREE_PORT).await;
    let mut client = server.greeted().await;
    for signal in [Signal::HUP, Signal::USR1, Signal::USR2, Signal::PIPE] {
        server.signal(signal).unwrap();
        let answer = client.ask("still there?").await;
        assert_eq!(
            answer,
            Message::text("서버로부터 응답: still there?"),
            "{signal:?}"
        );
    }
}

#[tokio::test]
async fn second_signal_that_stops_ends_the_drain() {
    let flags = [&ON_A_FREE_PORT[..], &["--drain-timeout-ms", "3600000"]].concat();
    for second in [Signal::INT, Signal::TERM, Signal::QUIT] {
        let mut server = binary::start(&flags).await;
        // It does not answer the close frame, so the drain waits for it.
        let client = server.greeted().await;
        server.signal(Signal::TERM).unwrap();
        server.wait_for_log("SIGTERM: stopping").await.unwrap();
        server.signal(second).unwrap();
        server.wait_for_log("ending at once").await.unwrap();
        assert_eq!(server.ended().await.unwrap().code(), Some(0));
        drop(client);
    }
}

/// A server in a session of its own, whose terminal is the returned one. `prefix` are the commands before it.
#[cfg(target_os = "linux")]
async fn in_a_terminal(prefix: &[&str]) -> (std::os::fd::OwnedFd, ServerProcess) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    // `setsid --ctty` takes the terminal from standard input, which the shell opens.
    let mut shell = Command::new("sh");
    shell
        .args([
            "-c",
            r#"terminal=$1; shift; exec setsid --ctty "$@" < "$terminal""#,
            "sh",
        ])
        .arg(name.to_str().unwrap())
        .args(prefix)
        .arg(command().as_std().get_program())
        .args(ON_A_FREE_PORT)
        .stderr(Stdio::piped());
    (terminal, ServerProcess::start(shell).await.unwrap())
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn terminal_closed_stops_the_server_in_order() {
    let (terminal, mut server) = in_a_terminal(&[]).await;
    let mut client = server.greeted().await;
    // With the terminal still there it is an operator's reload.
    server.signal(Signal::HUP).unwrap();
    server.wait_for_log("nothing to reload").await.unwrap();
    drop(terminal);
    assert_eq!(client.close_code().await, CloseCode::Away);
    drop(client);
    assert_eq!(server.ended().await.unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn terminal_closed_leaves_a_server_under_nohup_alone() {
    let (terminal, mut server) = in_a_terminal(&["nohup"]).await;
    drop(terminal);
    server.wait_for_log("nothing to reload").await.unwrap();
    server.greeted().await;
    assert_eq!(server.stop().await.unwrap().code(), Some(0));
}
