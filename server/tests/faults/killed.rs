//! A server that is killed while fifty members speak: nothing that it has acknowledged is lost, nothing is
//! there twice, and all have heard the same in the same order.

use std::time::Instant;

use tokio::sync::watch;

use crate::record::judge_complete;
use crate::server::Server;
use crate::talk::Talk;
use crate::{ROOMY, soon};

const MEMBERS: usize = 50;
const EACH: usize = 200;
const MESSAGES: usize = MEMBERS * EACH;

/// After how many acknowledgements the server is killed.
const KILLS: [usize; 2] = [MESSAGES / 3, 2 * MESSAGES / 3];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "10,000 messages to 50 members"]
async fn a_server_that_is_killed_loses_nothing_that_it_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let kept = ["--data-dir", folder.path().to_str().unwrap()];
    let flags = [&ROOMY[..], &kept].concat();
    let mut server = Server::start(&flags).await;
    let begun = Instant::now();
    let (moved, servers) = watch::channel(vec![server.address()]);
    let talk = Talk::new(MEMBERS, EACH, servers);
    let members = talk.begin();
    for kill_after in KILLS {
        soon(talk.until_settled(kill_after)).await;
        server.kill().await;
        server = Server::start(&flags).await;
        moved.send(vec![server.address()]).unwrap();
    }
    let records = soon(members.join_all()).await;
    assert_eq!(judge_complete(&records).len(), MESSAGES, "each is there");
    println!(
        "killed: {MESSAGES} messages of {MEMBERS} members, {} kills, {:.1} s",
        KILLS.len(),
        begun.elapsed().as_secs_f64()
    );
}
