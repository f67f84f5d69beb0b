//! Servers that share rooms through a cluster of three nats-servers, whose leader is killed under load.
//!
//! All members of all servers receive the same, every acknowledged message is there once, and rooms answer again.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::probe::Probe;
use crate::server::Server;
use crate::{UNLIMITED_ROOMS, soon};
use testkit::NatsCluster;
use testkit::conversation::Conversation;
use testkit::history::check_complete;

const MEMBERS: usize = 30;
const EACH: usize = 1_000;
const MESSAGES: usize = MEMBERS * EACH;

/// The streams of messages and of names. One leader or two may be killed by one kill.
const STREAMS: [&str; 2] = ["ullim-messages", "ullim-names"];

/// How often the leader is killed.
const KILLS: usize = 3;

/// How long rooms may refuse messages. nats-server elects another leader after 4 s to 9 s. A reader takes its consumer for
/// gone after 6 s of silence, and may have to try again while there is no leader.
const FAILOVER_TIMEOUT: Duration = Duration::from_secs(30);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "30,000 messages to 30 members of two servers, and three elections"]
async fn rooms_of_a_cluster_lose_nothing_when_its_leader_is_killed() {
    let mut cluster = NatsCluster::start().await;
    let jetstream = cluster.jetstream().await;
    let servers = [start(&cluster).await, start(&cluster).await];
    let begun = Instant::now();
    let addresses = servers.iter().map(Server::address).collect();
    let (_servers, watched) = watch::channel(addresses);
    let conversation = Conversation::new(MEMBERS, EACH, watched);
    let members = conversation.start();
    for kill in 1..=KILLS {
        soon(conversation.wait_until_settled(kill * MESSAGES / (KILLS + 1))).await;
        for stream in STREAMS {
            soon(cluster.leader(&jetstream, stream, 3)).await;
        }
        let leader = soon(cluster.leader(&jetstream, STREAMS[0], 3)).await;
        let mut probes = Vec::new();
        for server in &servers {
            let mut probe = Probe::join(server.address(), Some("elsewhere")).await;
            probe.until_kept().await;
            probes.push(probe);
        }
        let killed = Instant::now();
        cluster.kill(&leader);
        for (number, mut probe) in probes.into_iter().enumerate() {
            soon(probe.until_kept_anew()).await;
            let silence = killed.elapsed();
            println!(
                "cluster: leader killed, server {number} keeps messages after {:.1} s",
                silence.as_secs_f64()
            );
            assert!(silence < FAILOVER_TIMEOUT, "{silence:?}");
        }
        cluster.start_again(&leader);
    }
    let histories = soon(members.join_all()).await;
    assert_eq!(check_complete(&histories).len(), MESSAGES, "each is there");
    let refusals: usize = histories.iter().map(|it| it.refusals).sum();
    println!(
        "cluster: {MESSAGES} messages of {MEMBERS} members of 2 servers, {KILLS} leaders killed, {refusals} sent again \
        later, {:.1} s",
        begun.elapsed().as_secs_f64()
    );
}

async fn start(cluster: &NatsCluster) -> Server {
    let urls = cluster.urls().join(",");
    let (ca, credentials) = (cluster.ca(), cluster.credentials());
    let files = [&ca, &credentials].map(|file| file.to_str().unwrap());
    let nats = ["--nats", &urls, "--nats-replicas", "3"];
    let nats = [
        &nats[..],
        &["--nats-ca", files[0], "--nats-creds", files[1]],
    ]
    .concat();
    Server::start(&[&UNLIMITED_ROOMS[..], &nats].concat()).await
}
