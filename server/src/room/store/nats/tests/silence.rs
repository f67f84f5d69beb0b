//! A NATS that sends nothing over an open connection.

use futures_util::future::join_all;

use super::proxy::CuttableProxy;
use super::*;

/// More messages than may be unacknowledged at once.
const MANY: usize = 20_000;

#[tokio::test]
async fn messages_beyond_the_unacknowledged_limit_are_refused_and_others_complete() {
    let nats = NatsServer::start();
    let proxy = CuttableProxy::to(&nats.url()).await;
    let here = server(&proxy.url());
    let kim = Client::join(&here, "kim", None).await;
    proxy.set_open(false);
    // The receipts are not polled meanwhile, as in a client that keeps sending.
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
    proxy.set_open(true);
    // Claiming a name does not count against the limit.
    let lee = Client::join(&here, "lee", None).await;
    // Some receipts may have failed.
    soon(join_all(receipts)).await;
    until_available(async || lee.say("after").await)
        .await
        .unwrap();
}

#[tokio::test]
async fn silent_connection_is_replaced() {
    let nats = NatsServer::start();
    let proxy = CuttableProxy::to(&nats.url()).await;
    let here = server(&proxy.url());
    let kim = Client::join(&here, "kim", None).await;
    kim.say("before").await.unwrap();
    // Neither end is told, as with a router that has forgotten the connection.
    proxy.fall_silent();
    until_available(async || kim.say("after").await)
        .await
        .unwrap();
}
