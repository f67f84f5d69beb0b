//! What becomes of members when nothing is heard of NATS, though the connection is there.

use futures_util::future::join_all;

use super::relay::Relay;
use super::*;

/// More than may be under way at once.
const MANY: usize = 20_000;

#[tokio::test]
async fn of_too_much_that_is_said_at_once_some_is_refused_and_nobody_waits_for_ever() {
    let nats = NatsServer::start();
    let way = Relay::to(&nats.url()).await;
    let here = server(&way.url());
    let kim = Person::join(&here, "kim", None).await;
    way.set_open(false);
    // Nobody looks after them, as one does not who is about to say more.
    let mut receipts = Vec::new();
    let refused = soon(async {
        for number in 0..MANY {
            match kim.member.say(number.to_string(), None, None).await {
                Ok(receipt) => receipts.push(receipt),
                Err(error) => return Some(error),
            }
        }
        None
    });
    assert_eq!(refused.await, Some(ErrorCode::StoreUnavailable));
    way.set_open(true);
    // It takes no place of theirs to have a name.
    let lee = Person::join(&here, "lee", None).await;
    // Some may have been too late.
    soon(join_all(receipts)).await;
    until_available(async || lee.say("after").await)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_connection_over_which_nothing_comes_any_more_is_made_anew() {
    let nats = NatsServer::start();
    let way = Relay::to(&nats.url()).await;
    let here = server(&way.url());
    let kim = Person::join(&here, "kim", None).await;
    kim.say("before").await.unwrap();
    // Nobody is told of that, as by a router that has forgotten the connection.
    way.fall_silent();
    until_available(async || kim.say("after").await)
        .await
        .unwrap();
}
