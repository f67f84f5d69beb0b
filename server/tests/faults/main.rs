//! Faults in large numbers, against the real server in a process of its own, whose memory is read from `/proc`.
//!
//! `cargo xtask faults` builds that server and runs these tests, which are too slow for others.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]
#![cfg(target_os = "linux")]

mod killed;
mod memory;
mod nats;
mod nats_cluster;
mod network;
mod probe;
mod server;

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::server::Server;

type Client = WebSocketStream<TcpStream>;

/// The limit of every wait.
const REPLY_TIMEOUT: Duration = Duration::from_secs(120);

/// Flags of a server with rooms without a noticeable limit, whose log keeps every message.
const UNLIMITED_ROOMS: [&str; 6] = [
    "--max-room-messages-per-s",
    "100000",
    "--room-log-messages",
    "20000",
    "--room-log-bytes",
    "100000000",
];

async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(REPLY_TIMEOUT, future)
        .await
        .expect("it took too long")
}

/// Asserts that a client of `/echo` is still served.
async fn assert_echoes(client: &mut Client) {
    client.send(Message::text("?")).await.unwrap();
    loop {
        match soon(client.next()).await.unwrap().unwrap() {
            Message::Ping(_) => {}
            other => break assert_eq!(other, Message::text("?")),
        }
    }
}

#[tokio::test]
#[ignore = "10,000 connections"]
async fn idle_connections_by_the_ten_thousand_cost_at_most_8_kib_each() {
    const CONNECTIONS: u64 = 10_000;
    let server = Server::start(&[]).await;
    let mut other = server.connect("/echo").await;
    assert_echoes(&mut other).await;
    let before = server.resident_kib();
    let mut idle = Vec::new();
    for _ in 0..CONNECTIONS {
        idle.push(server.connect("/echo").await);
    }
    server.until_open(CONNECTIONS + 1).await;
    let full = server.resident_kib();
    let each = (full - before) as f64 / CONNECTIONS as f64;
    assert_echoes(&mut other).await;
    drop(idle);
    server.until_open(1).await;
    assert_echoes(&mut other).await;
    let after = server.resident_again_kib(before).await;
    println!(
        "idle: {before} KiB before, {full} KiB with {CONNECTIONS}, {after} KiB after; {each:.2} KiB each"
    );
    assert!(each <= 8.0, "{each} KiB");
}

#[tokio::test]
#[ignore = "1,000 clients"]
async fn clients_vanishing_in_the_middle_of_a_message_leave_no_memory() {
    let server = Server::start(&[]).await;
    let mut other = server.connect("/echo").await;
    let before = server.resident_kib();
    let mut clients = Vec::new();
    for _ in 0..1_000 {
        let mut client = server.connect("/echo").await;
        // The first half of a frame of 64 KiB.
        let head = [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        client.get_mut().write_all(&head).await.unwrap();
        client.get_mut().write_all(&[0; 32 * 1024]).await.unwrap();
        clients.push(client);
    }
    let full = server.resident_kib();
    for client in &clients {
        client.get_ref().set_zero_linger().unwrap();
    }
    drop(clients);
    server.until_open(1).await;
    assert_echoes(&mut other).await;
    let after = server.resident_again_kib(before).await;
    println!("vanished: {before} KiB before, {full} KiB at most, {after} KiB after");
}

#[tokio::test]
#[ignore = "10 seconds"]
async fn handshakes_of_a_byte_a_second_end_at_the_deadline_with_408() {
    let server = Server::start(&["--handshake-timeout-ms", "5000"]).await;
    let mut other = server.connect("/echo").await;
    let before = server.resident_kib();
    let mut dribbling = JoinSet::new();
    for _ in 0..500 {
        let (mut reader, mut writer) = server.dial().await.into_split();
        dribbling.spawn(async move {
            let dribble = async {
                // The peer is slow on purpose.
                let mut seconds = tokio::time::interval(Duration::from_secs(1));
                for byte in b"GET /echo HTTP/1.1\r\nHost: somewhere\r\n" {
                    seconds.tick().await;
                    if writer.write_all(&[*byte]).await.is_err() {
                        break;
                    }
                }
                std::future::pending::<()>().await;
            };
            let mut answer = [0; 12];
            tokio::select! {
                () = dribble => unreachable!(),
                read = reader.read_exact(&mut answer) => read.unwrap(),
            };
            assert_eq!(&answer, b"HTTP/1.1 408");
        });
    }
    assert_echoes(&mut other).await;
    let full = server.resident_kib();
    soon(dribbling.join_all()).await;
    assert_echoes(&mut other).await;
    let after = server.resident_again_kib(before).await;
    println!("dribbling: {before} KiB before, {full} KiB at most, {after} KiB after");
}

#[tokio::test]
#[ignore = "several seconds"]
async fn clients_that_never_read_a_flood_are_reset_and_cost_little() {
    let server = Server::start(&["--write-timeout-ms", "3000"]).await;
    let mut other = server.connect("/echo").await;
    let before = server.resident_kib();
    let mut deaf = Vec::new();
    for _ in 0..50 {
        deaf.push(server.connect("/flood?count=100000000&bytes=1048576").await);
    }
    assert_echoes(&mut other).await;
    let full = server.resident_kib();
    server.until_open(1).await;
    assert_echoes(&mut other).await;
    let after = server.resident_again_kib(before).await;
    println!("deaf: {before} KiB before, {full} KiB with 50, {after} KiB after");
    // A message of 1 MiB in the making and one in the write buffer, each.
    assert!(full <= before + 50 * 3 * 1024, "{full} KiB");
}

#[tokio::test]
#[ignore = "together with the others"]
async fn announced_gibibyte_and_reserved_bit_cost_no_memory() {
    let server = Server::start(&[]).await;
    let mut other = server.connect("/echo").await;
    let before = server.resident_kib();
    let gibibyte: &[u8] = &[0x82, 0xFF, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0];
    let compressed: &[u8] = &[0xC1, 0x81, 0, 0, 0, 0, b'x'];
    for (bytes, code) in [(gibibyte, 1009), (compressed, 1002)] {
        for _ in 0..200 {
            let mut client = server.connect("/echo").await;
            client.get_mut().write_all(bytes).await.unwrap();
            match soon(client.next()).await.unwrap().unwrap() {
                Message::Close(Some(frame)) => assert_eq!(u16::from(frame.code), code),
                other => panic!("{other:?}"),
            }
        }
    }
    server.until_open(1).await;
    assert_echoes(&mut other).await;
    let after = server.resident_again_kib(before).await;
    println!("announced: {before} KiB before, {after} KiB after");
}

#[tokio::test]
#[ignore = "500 clients"]
async fn clients_under_load_at_sigterm_see_1001() {
    let mut server = Server::start(&[]).await;
    let mut clients = JoinSet::new();
    for _ in 0..500 {
        let mut client = server.connect("/echo").await;
        clients.spawn(async move {
            loop {
                // After a failed send, the close frame can be read.
                let _ = client.send(Message::text("load")).await;
                match client.next().await {
                    Some(Ok(Message::Close(Some(frame)))) => break u16::from(frame.code),
                    Some(Ok(_)) => {}
                    end @ (None | Some(Err(_))) => {
                        panic!("{:?}", end.map(|end: Result<_, Error>| end.err()))
                    }
                }
            }
        });
    }
    server.until_open(500).await;
    server.signal(Signal::TERM);
    let codes = soon(clients.join_all()).await;
    println!(
        "SIGTERM: {} of 500 saw 1001",
        codes.iter().filter(|code| **code == 1001).count()
    );
    assert!(codes.iter().all(|code| *code == 1001));
    assert_eq!(server.ended().await.code(), Some(0));
}
