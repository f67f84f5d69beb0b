//! A server that is killed while fifty members send: no acknowledged message is lost or repeated, and all members
//! receive the same order.

use std::time::Instant;

use tokio::sync::watch;

use crate::server::Server;
use crate::{UNLIMITED_ROOMS, soon};
use testkit::conversation::Conversation;
use testkit::history::check_complete;

const MEMBERS: usize = 50;
const EACH: usize = 200;
const MESSAGES: usize = MEMBERS * EACH;

/// The numbers of settled messages after which the server is killed.
const KILLS: [usize; 2] = [MESSAGES / 3, 2 * MESSAGES / 3];

#[tokio::test(flavor = "multi_thread")]
#[ignore = "10,000 messages to 50 members"]
async fn killed_server_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let kept = ["--data-dir", folder.path().to_str().unwrap()];
    let flags = [&UNLIMITED_ROOMS[..], &kept].concat();
    let mut server = Server::start(&flags).await;
    let begun = Instant::now();
    let (moved, servers) = watch::channel(vec![server.address()]);
    let conversation = Conversation::new(MEMBERS, EACH, servers);
    let members = conversation.start();
    for kill_after in KILLS {
        soon(conversation.wait_until_settled(kill_after)).await;
        server.kill().await;
        server = Server::start(&flags).await;
        moved.send(vec![server.address()]).unwrap();
    }
    let histories = soon(members.join_all()).await;
    assert_eq!(check_complete(&histories).len(), MESSAGES, "each is there");
    println!(
        "killed: {MESSAGES} messages of {MEMBERS} members, {} kills, {:.1} s",
        KILLS.len(),
        begun.elapsed().as_secs_f64()
    );
}
