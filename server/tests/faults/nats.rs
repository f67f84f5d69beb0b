//! Several servers that share rooms through one nats-server, while servers, network and nats-server fail.
//!
//! All members of all servers receive the same, and every acknowledged message is there.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::sleep;

use crate::probe::Probe;
use crate::server::Server;
use crate::{UNLIMITED_ROOMS, soon};
use testkit::NatsServer;
use testkit::conversation::Conversation;
use testkit::faulty_proxy::FaultyProxy;
use testkit::history::check_complete;
use testkit::network_faults::{Cut, NetworkFaults, seed};

const MEMBERS: usize = 30;
const EACH: usize = 100;
const MESSAGES: usize = MEMBERS * EACH;

/// Between one server and the nats-server. A member moving from another server is faster: it repeats messages of
/// which this server does not know yet.
const SLOW: NetworkFaults = NetworkFaults {
    delay_ms: 30..=80,
    cut_after_bytes: Some(1..=200_000),
};

/// Between members and servers: a member that is cut goes on at another server.
const CUTTING: NetworkFaults = NetworkFaults {
    delay_ms: 0..=5,
    cut_after_bytes: Some(1..=100_000),
};

/// How long the network to the nats-server is silent.
const SILENCE: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "3,000 messages to 30 members of two servers"]
async fn rooms_of_two_servers_lose_nothing_when_servers_network_and_nats_fail() {
    fail_one_after_the_other(2).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "3,000 messages to 30 members of three servers"]
async fn rooms_of_three_servers_lose_nothing_when_servers_network_and_nats_fail() {
    fail_one_after_the_other(3).await;
}

async fn fail_one_after_the_other(count: usize) {
    let mut nats = NatsServer::start();
    let network = FaultyProxy::start(nats.address(), SLOW, seed()).await;
    let far = format!("nats://{}", network.address);
    let mut servers = vec![start(&far).await];
    for _ in 1..count {
        servers.push(start(&nats.url()).await);
    }
    let begun = Instant::now();
    let mut fronts = Vec::new();
    for server in &servers {
        fronts.push(FaultyProxy::start(server.address(), CUTTING, seed()).await);
    }
    let addresses = fronts.iter().map(|it| it.address).collect();
    let (_servers, watched) = watch::channel(addresses);
    let conversation = Conversation::new(MEMBERS, EACH, watched);
    let members = conversation.start();

    soon(conversation.wait_until_settled(MESSAGES / 5)).await;
    network.cut(Cut::Reset);
    soon(conversation.wait_until_settled(2 * MESSAGES / 5)).await;
    network.hold(true);
    // The network is silent on purpose.
    sleep(SILENCE).await;
    network.cut(Cut::Finish);
    network.hold(false);

    soon(conversation.wait_until_settled(3 * MESSAGES / 5)).await;
    let mut probe = soon(Probe::join(servers[0].address(), Some("elsewhere"))).await;
    nats.kill();
    let refusal = soon(probe.until_refused()).await;
    assert_eq!(
        (refusal.code.as_str(), refusal.retryable),
        ("store_unavailable", true)
    );
    nats.start_again();
    soon(probe.until_kept()).await;

    soon(conversation.wait_until_settled(4 * MESSAGES / 5)).await;
    servers.pop().unwrap().kill().await;

    let histories = soon(members.join_all()).await;
    assert_eq!(check_complete(&histories).len(), MESSAGES, "each is there");
    let refusals: usize = histories.iter().map(|it| it.refusals).sum();
    println!(
        "nats: {MESSAGES} messages of {MEMBERS} members of {count} servers, {refusals} sent again later, {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    for server in &servers {
        let probe = soon(Probe::join(server.address(), None)).await;
        soon(probe.until_alone()).await;
    }
}

async fn start(nats: &str) -> Server {
    Server::start(&[&UNLIMITED_ROOMS[..], &["--nats", nats]].concat()).await
}
