//! A cluster of nats-servers behind TLS and with users: what a server needs to be let in, and the loss of a leader.

use std::path::Path;

use rustix::process::Signal;
use serde_json::json;
use testkit::conversation::Conversation;
use testkit::history::check_complete;
use testkit::{NatsCluster, ServerProcess};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;

use super::binary;
use super::common::{Client, TestServer, soon};
use super::nats::join;

const MEMBERS: usize = 8;
const EACH: usize = 16;
const MESSAGES: usize = MEMBERS * EACH;

/// The stream of messages.
const STREAM: &str = "ullim-messages";

/// The flags of a server with rooms in the cluster. `files` are an authority and credentials, where it has them.
fn flags(cluster: &NatsCluster, replicas: usize, files: [Option<&Path>; 2]) -> Vec<String> {
    let mut flags = vec!["--nats".to_owned(), cluster.urls().join(",")];
    flags.extend(["--nats-replicas".to_owned(), replicas.to_string()]);
    for (flag, file) in ["--nats-ca", "--nats-creds"].into_iter().zip(files) {
        flags.extend(file.map(|file| format!("{flag}={}", file.display())));
    }
    flags
}

/// A server in this process that is let in.
async fn server(cluster: &NatsCluster, replicas: usize) -> TestServer {
    let (ca, credentials) = (cluster.ca(), cluster.credentials());
    let mut flags = flags(cluster, replicas, [Some(&ca), Some(&credentials)]);
    flags.extend(["--max-room-messages-per-s".to_owned(), "100000".to_owned()]);
    let flags: Vec<_> = flags.iter().map(String::as_str).collect();
    TestServer::start_as(&flags, |_| {}).await
}

/// A server in a process of its own that logs everything.
async fn process(flags: &[String]) -> ServerProcess {
    let mut all = vec!["--bind", "127.0.0.1:0", "--log", "trace"];
    all.extend(flags.iter().map(String::as_str));
    binary::start(&all).await
}

/// A connection to a room of this server.
async fn member(server: &TestServer) -> Client {
    let (mut client, _) = server.connect_speaking("/chat", "superchat").await;
    client.join(&json!({ "type": "join" }), || {}).await;
    client
}

#[tokio::test]
async fn rooms_of_two_servers_when_the_leader_of_a_cluster_is_killed_lose_and_repeat_nothing() {
    let mut cluster = NatsCluster::start().await;
    let servers = [server(&cluster, 3).await, server(&cluster, 3).await];
    let (_servers, addresses) = watch::channel(servers.each_ref().map(|it| it.address).to_vec());
    let conversation = Conversation::new(MEMBERS, EACH, addresses);
    let members = conversation.start();
    soon(conversation.wait_until_settled(MESSAGES / 4)).await;
    let jetstream = cluster.jetstream().await;
    let leader = soon(cluster.leader(&jetstream, STREAM, 3)).await;
    cluster.kill(&leader);
    let histories = soon(members.join_all()).await;
    assert_eq!(check_complete(&histories).len(), MESSAGES, "each is there");
    let next = soon(cluster.leader(&jetstream, STREAM, 2)).await;
    assert_ne!(next, leader);
}

#[tokio::test]
async fn server_with_more_replicas_raises_those_of_the_stream() {
    let cluster = NatsCluster::start().await;
    let jetstream = cluster.jetstream().await;
    let one = server(&cluster, 1).await;
    member(&one).await;
    soon(cluster.leader(&jetstream, STREAM, 1)).await;
    let three = server(&cluster, 3).await;
    member(&three).await;
    soon(cluster.leader(&jetstream, STREAM, 3)).await;
}

#[tokio::test]
async fn server_without_authority_or_user_of_a_cluster_logs_which_flag_is_wrong() {
    let cluster = NatsCluster::start().await;
    let (ca, other, credentials) = (cluster.ca(), cluster.other_ca(), cluster.credentials());
    for (files, sentence) in [
        (
            [Some(other.as_path()), Some(credentials.as_path())],
            "its certificate is not of an authority of --nats-ca",
        ),
        ([None, Some(&credentials)], "(without it: of the system)"),
        ([Some(&ca), None], "it refuses the user; see --nats-creds"),
    ] {
        let mut server = process(&flags(&cluster, 1, files)).await;
        server.wait_for_log(sentence).await.unwrap();
    }
}

#[tokio::test]
async fn server_with_credentials_logs_neither_the_token_nor_the_seed() {
    let cluster = NatsCluster::start().await;
    let (ca, credentials) = (cluster.ca(), cluster.credentials());
    let text = std::fs::read_to_string(&credentials).unwrap();
    let secrets: Vec<_> = text.lines().filter(|line| line.len() > 50).collect();
    assert_eq!(secrets.len(), 2);
    let mut server = process(&flags(&cluster, 3, [Some(&ca), Some(&credentials)])).await;
    let mut client = join(&server, "kim").await;
    let say = json!({ "type": "say", "id": "0123456789abcdef-1", "text": "hi" });
    client.send(Message::text(say.to_string())).await;
    while client.receive_json().await["type"] != "ack" {}
    server.signal(Signal::TERM).unwrap();
    server.ended().await.unwrap();
    let log = server.rest_of_log().await.unwrap();
    assert!(!log.is_empty());
    for line in log {
        assert!(
            !secrets.iter().any(|secret| line.contains(secret)),
            "{line}"
        );
    }
}

#[tokio::test]
async fn files_without_authority_or_credentials_are_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let (absent, wrong) = (folder.path().join("absent"), folder.path().join("wrong"));
    std::fs::write(&wrong, "-----BEGIN s3cret-----\ns3cret\n").unwrap();
    let (nats, with_user) = (
        "--nats=nats://127.0.0.1:1",
        "--nats=nats://kim:s3cret@127.0.0.1:1",
    );
    for (nats, flag, file, expected) in [
        (nats, "--nats-ca", &absent, "--nats-ca: cannot read"),
        (nats, "--nats-creds", &absent, "--nats-creds: cannot read"),
        (
            nats,
            "--nats-ca",
            &wrong,
            "it takes a file in PEM, with BEGIN CERTIFICATE",
        ),
        (
            nats,
            "--nats-creds",
            &wrong,
            "it takes a file with BEGIN NATS USER JWT and BEGIN USER NKEY SEED",
        ),
        (
            with_user,
            "--nats-creds",
            &wrong,
            "--nats has a user or a token, --nats-creds a file",
        ),
        (
            "--no-metrics",
            "--nats-ca",
            &wrong,
            "--nats-ca and --nats-creds need --nats",
        ),
    ] {
        let mut command = binary::command();
        command
            .args(["--bind", "127.0.0.1:0", nats, flag])
            .arg(file);
        let output = soon(command.output()).await.unwrap();
        let sentence = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success(), "{sentence}");
        assert!(sentence.contains(expected), "{sentence}");
        assert!(!sentence.contains("s3cret"), "{sentence}");
    }
}
