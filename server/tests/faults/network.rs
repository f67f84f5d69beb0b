//! Forty members over a network that delays, cuts and falls silent. It leads to another server after a kill.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::server::Server;
use crate::{UNLIMITED_ROOMS, soon};
use testkit::conversation::Conversation;
use testkit::faulty_proxy::FaultyProxy;
use testkit::history::check_complete;
use testkit::network_faults::{Cut, NetworkFaults, Side, seed};

const MEMBERS: usize = 40;
const EACH: usize = 125;
const MESSAGES: usize = MEMBERS * EACH;

/// Each member is cut about fifty times.
const FAULTS: NetworkFaults = NetworkFaults {
    delay_ms: 0..=20,
    cut_after_bytes: Some(1..=30_000),
};

/// Longer than members wait for a silent server before they give the connection up.
const SILENCE: Duration = Duration::from_secs(6);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "5,000 messages to 40 members over a slow network"]
async fn room_over_a_network_that_cuts_and_falls_silent_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let kept = ["--data-dir", folder.path().to_str().unwrap()];
    let flags = [&UNLIMITED_ROOMS[..], &kept].concat();
    let mut server = Server::start(&flags).await;
    let begun = Instant::now();
    let proxy = FaultyProxy::start(server.address(), FAULTS, seed()).await;
    let (_servers, servers) = watch::channel(vec![proxy.address]);
    let conversation = Conversation::new(MEMBERS, EACH, servers);
    let members = conversation.start();
    let cuts = [
        Cut::Finish,
        Cut::FinishTo(Side::Server),
        Cut::FinishTo(Side::Client),
    ];
    for (quarter, how) in cuts.into_iter().enumerate() {
        soon(conversation.wait_until_settled((quarter + 1) * MESSAGES / 4)).await;
        proxy.cut(how);
        if quarter == 0 {
            proxy.hold(true);
            // The network is silent on purpose.
            tokio::time::sleep(SILENCE).await;
            proxy.hold(false);
        } else {
            server.kill().await;
            server = Server::start(&flags).await;
            proxy.redirect_to(server.address());
        }
    }
    let histories = soon(members.join_all()).await;
    assert_eq!(check_complete(&histories).len(), MESSAGES, "each is there");
    println!(
        "network: {MESSAGES} messages of {MEMBERS} members, {} cuts, {:.1} s",
        proxy.cuts(),
        begun.elapsed().as_secs_f64()
    );
}
