//! Rooms over a network that delays and cuts: acknowledged messages are in the log once, in one order.

use std::net::SocketAddr;

use tokio::sync::watch;

use crate::common::{TestServer, soon};
use testkit::conversation::Conversation;
use testkit::faulty_proxy::FaultyProxy;
use testkit::history::{History, check, check_complete};
use testkit::network_faults::{Cut, NetworkFaults, seed};

const MEMBERS: usize = 20;
const EACH: usize = 25;

/// About twenty cuts for each member.
const FAULTS: NetworkFaults = NetworkFaults {
    delay_ms: 0..=3,
    cut_after_bytes: Some(1..=8_000),
};

/// A rate that no member reaches.
const FAST: [&str; 2] = ["--max-room-messages-per-s", "100000"];

/// Runs a conversation over one network. Halfway through, the network falls silent and resets every connection.
/// `meanwhile` may then replace the server, and returns its address.
async fn run(server: SocketAddr, meanwhile: impl AsyncFnOnce() -> SocketAddr) -> Vec<History> {
    let proxy = FaultyProxy::start(server, FAULTS, seed()).await;
    let (_servers, servers) = watch::channel(vec![proxy.address]);
    let conversation = Conversation::new(MEMBERS, EACH, servers);
    let members = conversation.start();
    soon(conversation.wait_until_settled(conversation.total_messages() / 2)).await;
    proxy.hold(true);
    proxy.cut(Cut::Reset);
    proxy.redirect_to(meanwhile().await);
    proxy.hold(false);
    let histories = soon(members.join_all()).await;
    assert!(proxy.cuts() > MEMBERS, "{} cuts", proxy.cuts());
    histories
}

fn assert_complete(histories: &[History]) {
    let log = check_complete(histories);
    assert_eq!(log.len(), MEMBERS * EACH, "each is there");
}

#[tokio::test]
async fn rooms_in_memory_over_a_cutting_network_lose_and_repeat_nothing() {
    let server = TestServer::start_as(&FAST, |_| {}).await;
    assert_complete(&run(server.address, async || server.address).await);
}

#[tokio::test]
async fn rooms_in_a_folder_over_a_cutting_network_outlive_their_server() {
    let folder = tempfile::tempdir().unwrap();
    let kept = ["--data-dir", folder.path().to_str().unwrap()];
    let flags = [FAST, kept].concat();
    let server = TestServer::start_as(&flags, |_| {}).await;
    let mut again = None;
    let histories = run(server.address, async || {
        soon(server.stop()).await.unwrap();
        let server = TestServer::start_as(&flags, |_| {}).await;
        again.insert(server).address
    })
    .await;
    assert_complete(&histories);
}

#[tokio::test]
async fn short_log_over_a_cutting_network_reports_every_gap() {
    let flags = [FAST, ["--room-log-messages", "20"]].concat();
    let server = TestServer::start_as(&flags, |_| {}).await;
    let histories = run(server.address, async || server.address).await;
    let _ = check(&histories);
    let settled = histories
        .iter()
        .map(|it| it.acknowledged.len() + it.forgotten.len());
    assert_eq!(settled.sum::<usize>(), MEMBERS * EACH);
}
