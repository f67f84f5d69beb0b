//! Two servers that share rooms through a nats-server: members of both receive the same, also during failures.

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;

use crate::common::{Client, TestServer, soon};
use testkit::NatsServer;
use testkit::conversation::Conversation;
use testkit::faulty_proxy::FaultyProxy;
use testkit::history::check_complete;
use testkit::network_faults::{Cut, NetworkFaults, seed};

const MEMBERS: usize = 12;
const EACH: usize = 16;
const MESSAGES: usize = MEMBERS * EACH;

/// Between one server and the nats-server. A member moving from the other server is faster: it repeats messages of
/// which this server does not know yet.
const SLOW: NetworkFaults = NetworkFaults {
    delay_ms: 30..=80,
    cut_after_bytes: None,
};

/// Between members and servers: a member that is cut goes on at the other server.
const CUTTING: NetworkFaults = NetworkFaults {
    delay_ms: 0..=2,
    cut_after_bytes: Some(1..=8_000),
};

async fn start(nats: &str) -> TestServer {
    let flags = ["--nats", nats, "--max-room-messages-per-s", "100000"];
    TestServer::start_as(&flags, |_| {}).await
}

#[tokio::test]
async fn rooms_of_two_servers_during_failures_lose_and_repeat_nothing() {
    let mut nats = NatsServer::start();
    let network = FaultyProxy::start(nats.address(), SLOW, seed()).await;
    let near = start(&nats.url()).await;
    let far = start(&format!("nats://{}", network.address)).await;
    let fronts = [
        FaultyProxy::start(near.address, CUTTING, seed()).await,
        FaultyProxy::start(far.address, CUTTING, seed()).await,
    ];
    let (_servers, servers) = watch::channel(fronts.each_ref().map(|it| it.address).to_vec());
    let conversation = Conversation::new(MEMBERS, EACH, servers);
    let members = conversation.start();
    soon(conversation.wait_until_settled(MESSAGES / 4)).await;
    network.cut(Cut::Reset);
    soon(conversation.wait_until_settled(MESSAGES / 2)).await;
    nats.kill();
    nats.start_again();
    soon(conversation.wait_until_settled(3 * MESSAGES / 4)).await;
    soon(near.stop()).await.unwrap();
    let histories = soon(members.join_all()).await;
    assert_eq!(check_complete(&histories).len(), MESSAGES, "each is there");
}

/// A connection that has joined, and its welcome. `refused` is called at each refusal that is retried.
async fn join(server: &TestServer, join: Value, refused: impl Fn()) -> (Client, Value) {
    let (mut client, _) = server.connect_speaking("/chat", "superchat").await;
    let welcome = client.join(&join, refused).await;
    (client, welcome)
}

/// The next acknowledgement.
async fn next_ack(client: &mut Client) -> Value {
    loop {
        let message = client.receive_json().await;
        if message["type"] == "ack" {
            return message;
        }
    }
}

#[tokio::test]
async fn join_ahead_of_the_server_waits_until_it_can_recover() {
    let nats = NatsServer::start();
    let network = FaultyProxy::start(nats.address(), SLOW, seed()).await;
    let near = start(&nats.url()).await;
    let far = start(&format!("nats://{}", network.address)).await;
    // Kim is a member already, so that `far` need not ask for the name.
    let as_kim = json!({ "type": "join", "name": "kim", "key": "0123456789abcdef" });
    let (_there, _) = join(&far, as_kim.clone(), || {}).await;
    let (mut kim, welcome) = join(&near, as_kim.clone(), || {}).await;
    network.hold(true);
    let say = json!({ "type": "say", "id": "0123456789abcdef-1", "text": "hi" });
    kim.send(Message::text(say.to_string())).await;
    let ack = next_ack(&mut kim).await;
    let after = json!({ "epoch": welcome["epoch"], "offset": ack["offset"] });
    let mut again = as_kim;
    again["after"] = after;
    let (_, welcome) = join(&far, again, || network.hold(false)).await;
    assert_eq!(welcome["recovered"], true);
}
