//! Forty members over a network that delays, cuts, falls silent, and once leads to another server, as the one
//! before has been killed.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::proxy::Proxy;
use crate::record::judge_complete;
use crate::server::Server;
use crate::talk::Talk;
use crate::weather::{Cut, End, Weather, seed};
use crate::{ROOMY, soon};

const MEMBERS: usize = 40;
const EACH: usize = 125;
const MESSAGES: usize = MEMBERS * EACH;

/// Each member is cut some fifty times.
const WEATHER: Weather = Weather {
    delay_ms: 0..=20,
    bytes: Some(1..=30_000),
};

/// Longer than members wait for a word from their server before they take the connection for lost.
const SILENCE: Duration = Duration::from_secs(6);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "5,000 messages to 40 members over a slow network"]
async fn over_a_network_that_cuts_and_falls_silent_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let kept = ["--data-dir", folder.path().to_str().unwrap()];
    let flags = [&ROOMY[..], &kept].concat();
    let mut server = Server::start(&flags).await;
    let begun = Instant::now();
    let proxy = Proxy::start(server.address(), WEATHER, seed()).await;
    let (_servers, servers) = watch::channel(vec![proxy.address]);
    let talk = Talk::new(MEMBERS, EACH, servers);
    let members = talk.begin();
    let cuts = [
        Cut::Finish,
        Cut::FinishTo(End::Server),
        Cut::FinishTo(End::Client),
    ];
    for (quarter, how) in cuts.into_iter().enumerate() {
        soon(talk.until_settled((quarter + 1) * MESSAGES / 4)).await;
        proxy.cut(how);
        if quarter == 0 {
            proxy.hold(true);
            // The network is silent for so long on purpose.
            tokio::time::sleep(SILENCE).await;
            proxy.hold(false);
        } else {
            server.kill().await;
            server = Server::start(&flags).await;
            proxy.lead_to(server.address());
        }
    }
    let records = soon(members.join_all()).await;
    assert_eq!(judge_complete(&records).len(), MESSAGES, "each is there");
    println!(
        "network: {MESSAGES} messages of {MEMBERS} members, {} cuts, {:.1} s",
        proxy.cuts(),
        begun.elapsed().as_secs_f64()
    );
}
