//! Two servers that a nats-server makes one: members of both hear the same, also when what is between fails.

use std::net::SocketAddr;

use tokio::sync::watch;

use crate::common::{TestServer, soon};
use crate::nats_server::NatsServer;
use crate::proxy::Proxy;
use crate::record::judge_complete;
use crate::talk::Talk;
use crate::weather::{Cut, Weather, seed};

const MEMBERS: usize = 12;
const EACH: usize = 40;
const MESSAGES: usize = MEMBERS * EACH;

async fn start(nats: &str) -> TestServer {
    let flags = ["--nats", nats, "--max-room-messages-per-s", "100000"];
    TestServer::start_as(&flags, |_| {}).await
}

#[tokio::test]
async fn rooms_of_two_servers_lose_and_repeat_nothing_whatever_fails() {
    let mut nats = NatsServer::start();
    let behind: SocketAddr = nats.url().trim_start_matches("nats://").parse().unwrap();
    let slow = Weather {
        delay_ms: 0..=2,
        bytes: None,
    };
    let network = Proxy::start(behind, slow, seed()).await;
    let near = start(&nats.url()).await;
    let far = start(&format!("nats://{}", network.address)).await;
    let (_servers, servers) = watch::channel(vec![near.address, far.address]);
    let talk = Talk::new(MEMBERS, EACH, servers);
    let members = talk.begin();
    soon(talk.until_settled(MESSAGES / 4)).await;
    network.cut(Cut::Reset);
    soon(talk.until_settled(MESSAGES / 2)).await;
    nats.kill();
    nats.start_again();
    soon(talk.until_settled(3 * MESSAGES / 4)).await;
    soon(near.stop()).await.unwrap();
    let records = soon(members.join_all()).await;
    assert_eq!(judge_complete(&records).len(), MESSAGES, "each is there");
}
