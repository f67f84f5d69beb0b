//! Rooms over a network that delays and cuts: what was acknowledged is there, once and in one order.

use std::net::SocketAddr;

use tokio::sync::watch;

use crate::common::{TestServer, soon};
use crate::proxy::Proxy;
use crate::record::{Record, judge, judge_complete};
use crate::talk::Talk;
use crate::weather::{Cut, Weather, seed};

const MEMBERS: usize = 20;
const EACH: usize = 25;

/// Some twenty cuts of each member.
const WEATHER: Weather = Weather {
    delay_ms: 0..=3,
    bytes: Some(1..=8_000),
};

/// No member is faster than it may be.
const FAST: [&str; 2] = ["--max-room-messages-per-s", "100000"];

/// Has all of them talk over one network. In the middle of it nothing arrives any more and everybody is reset,
/// and what `meanwhile` does to the server, which tells where it is then.
async fn talk(server: SocketAddr, meanwhile: impl AsyncFnOnce() -> SocketAddr) -> Vec<Record> {
    let proxy = Proxy::start(server, WEATHER, seed()).await;
    let (_servers, servers) = watch::channel(vec![proxy.address]);
    let talk = Talk::new(MEMBERS, EACH, servers);
    let members = talk.begin();
    soon(talk.until_settled(talk.messages() / 2)).await;
    proxy.hold(true);
    proxy.cut(Cut::Reset);
    proxy.lead_to(meanwhile().await);
    proxy.hold(false);
    let records = soon(members.join_all()).await;
    assert!(proxy.cuts() > MEMBERS, "{} cuts", proxy.cuts());
    records
}

fn assert_complete(records: &[Record]) {
    let log = judge_complete(records);
    assert_eq!(log.len(), MEMBERS * EACH, "each is there");
}

#[tokio::test]
async fn over_a_network_that_cuts_rooms_in_memory_lose_and_repeat_nothing() {
    let server = TestServer::start_as(&FAST, |_| {}).await;
    assert_complete(&talk(server.address, async || server.address).await);
}

#[tokio::test]
async fn over_a_network_that_cuts_rooms_in_a_folder_outlive_their_server() {
    let folder = tempfile::tempdir().unwrap();
    let kept = ["--data-dir", folder.path().to_str().unwrap()];
    let flags = [FAST, kept].concat();
    let server = TestServer::start_as(&flags, |_| {}).await;
    let mut again = None;
    let records = talk(server.address, async || {
        soon(server.stop()).await.unwrap();
        let server = TestServer::start_as(&flags, |_| {}).await;
        again.insert(server).address
    })
    .await;
    assert_complete(&records);
}

#[tokio::test]
async fn over_a_network_that_cuts_a_short_log_tells_of_every_gap() {
    let flags = [FAST, ["--room-log-messages", "20"]].concat();
    let server = TestServer::start_as(&flags, |_| {}).await;
    let records = talk(server.address, async || server.address).await;
    judge(&records);
    let settled = records
        .iter()
        .map(|it| it.acknowledged.len() + it.forgotten.len());
    assert_eq!(settled.sum::<usize>(), MEMBERS * EACH);
}
