//! Members of several servers that share a real nats-server.

mod gaps;
mod jetstream;
mod opening;
mod proxy;
mod silence;
mod spellings;

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use futures_util::FutureExt;
use protocol::superchat::{ErrorCode, ServerMessage, StreamPosition, Welcome};
use testkit::NatsServer;
use tokio::time::{sleep, timeout};

use super::{Nats, NatsSettings, streams, subject};
use crate::room::tests::until_available;
use crate::room::{JoinRequest, Lagged, LogLimits, Member, MessageFormat, RoomLimits, Rooms};

/// The time limit of every wait; beyond it a test fails.
const WAIT_TIMEOUT: Duration = Duration::from_secs(30);

/// The messages in the log of a room, and the further messages whose keys are remembered.
const LOG_MESSAGES: usize = 100;
const MAX_KEYS: usize = 100;

/// A server.
fn server(url: &str) -> Rooms {
    server_for(url, LOG_MESSAGES, 600_000)
}

/// A server with these limits of its rooms' logs.
fn server_for(url: &str, messages: usize, age_ms: u64) -> Rooms {
    let limits = limits(messages, age_ms);
    Rooms::new(limits, store(url, limits.log))
}

fn limits(messages: usize, age_ms: u64) -> RoomLimits {
    RoomLimits {
        max_rooms: 9,
        max_members: 9,
        messages_per_s: 9,
        log: LogLimits {
            messages,
            bytes: usize::MAX,
            age_ms,
        },
    }
}

fn store(url: &str, log: LogLimits) -> Nats {
    let settings = NatsSettings {
        addresses: vec![url.to_owned()],
        replicas: 1,
        ca: None,
        credentials: None,
    };
    Nats::connect(&settings, log, MAX_KEYS).unwrap()
}

/// A test's own access to the streams.
async fn jetstream(nats: &NatsServer) -> async_nats::jetstream::Context {
    async_nats::jetstream::new(async_nats::connect(nats.url()).await.unwrap())
}

/// A member of the room, and the names that it was told of.
struct Client {
    member: Member,
    epoch: String,
    seen: BTreeSet<String>,
    unread: VecDeque<ServerMessage>,
}

impl Client {
    async fn join(rooms: &Rooms, name: &str, key: Option<&str>) -> Self {
        let request = JoinRequest {
            name,
            key,
            after: None,
            format: MessageFormat::Json,
        };
        let joined = until_available(async || rooms.join("방", request).await);
        let (member, welcome) = joined.await.unwrap();
        let ServerMessage::Welcome(Welcome {
            epoch,
            members,
            member_count,
            ..
        }) = serde_json::from_str(&welcome).unwrap()
        else {
            panic!("{welcome}");
        };
        assert_eq!(members.len(), member_count);
        let seen = members.into_iter().collect();
        Self {
            member,
            epoch,
            seen,
            unread: VecDeque::new(),
        }
    }

    /// Reads until the members are exactly these.
    async fn sees(&mut self, names: &[&str]) {
        let names: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
        while self.seen != names {
            match self.next().await {
                ServerMessage::Presence(presence) => {
                    for name in presence.left {
                        assert!(self.seen.remove(&name), "{name} was not a member");
                    }
                    // A name that joined just before may be in the welcome already.
                    self.seen.extend(presence.joined);
                    assert_eq!(self.seen.len(), presence.member_count);
                }
                ServerMessage::Typing(_) | ServerMessage::Message(_) | ServerMessage::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    async fn next(&mut self) -> ServerMessage {
        self.try_next().await.unwrap()
    }

    async fn try_next(&mut self) -> Result<ServerMessage, Lagged> {
        loop {
            if let Some(message) = self.unread.pop_front() {
                return Ok(message);
            }
            let frames = soon(self.member.next()).await?;
            let messages = frames.iter().map(|it| serde_json::from_str(it).unwrap());
            self.unread.extend(messages);
        }
    }

    async fn say(&self, text: &str) -> Result<u64, ErrorCode> {
        let id = format!("0123456789abcdef-{text}");
        let receipt = self.member.say(text.to_owned(), Some(id), None).await?;
        Ok(receipt.await?)
    }
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(WAIT_TIMEOUT, future)
        .await
        .expect("it took too long")
}

#[tokio::test]
async fn members_of_two_servers_see_each_other_join_write_and_leave() {
    let nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    assert!(lee.seen.iter().eq(["kim", "lee"]));
    kim.sees(&["kim", "lee"]).await;
    lee.member.set_typing(true);
    let ServerMessage::Typing(types) = kim.next().await else {
        panic!("lee is writing");
    };
    assert!(types.name == "lee" && types.is_typing);
    drop(lee);
    kim.sees(&["kim"]).await;
}

#[tokio::test]
async fn claims_of_one_name_at_once_give_different_names_on_all_servers() {
    let nats = NatsServer::start();
    let servers = [
        server(&nats.url()),
        server(&nats.url()),
        server(&nats.url()),
    ];
    let joining = (0..12).map(|number| Client::join(&servers[number % 3], "kim", None));
    let clients = futures_util::future::join_all(joining).await;
    let names: BTreeSet<_> = clients
        .iter()
        .map(|it| it.member.name().to_owned())
        .collect();
    assert_eq!(names.len(), clients.len(), "{names:?}");
}

#[tokio::test]
async fn connections_with_one_key_are_one_member_on_two_servers() {
    let nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let key = Some("0123456789abcdef");
    let mut lee = Client::join(&there, "lee", None).await;
    let first = Client::join(&here, "kim", key).await;
    lee.sees(&["kim", "lee"]).await;
    let second = Client::join(&there, "other", key).await;
    assert_eq!(second.member.name(), "kim");
    drop(first);
    let mut third = Client::join(&here, "kim", None).await;
    assert_eq!(third.member.name(), "kim-2");
    lee.sees(&["kim", "kim-2", "lee"]).await;
    drop(second);
    lee.sees(&["kim-2", "lee"]).await;
    third.sees(&["kim-2", "lee"]).await;
}

#[tokio::test]
async fn killed_server_removes_its_members_and_frees_their_names() {
    let nats = NatsServer::start();
    let here = server(&nats.url());
    let mut lee = Client::join(&here, "lee", None).await;
    // Ending its runtime ends all of its tasks at once, as a kill does.
    let url = nats.url();
    let of_another = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let kim = runtime.block_on(async { Client::join(&server(&url), "kim", None).await });
        (runtime, kim)
    });
    let (killed, kim) = of_another.await.unwrap();
    lee.sees(&["kim", "lee"]).await;
    killed.shutdown_background();
    lee.sees(&["lee"]).await;
    let next = Client::join(&here, "kim", None).await;
    assert_eq!(next.member.name(), "kim");
    drop(kim);
}

#[tokio::test]
async fn while_nats_is_away_messages_are_refused_and_afterwards_stored_once() {
    let mut nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let mut kim = Client::join(&here, "kim", None).await;
    let lee = Client::join(&there, "lee", None).await;
    kim.sees(&["kim", "lee"]).await;
    kim.say("before").await.unwrap();
    nats.kill();
    let refused = soon(async {
        loop {
            // The refusal needs no wait once the loss is noticed.
            if let Some(Err(error)) = kim.say("meanwhile").now_or_never() {
                return error;
            }
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(refused.await, ErrorCode::StoreUnavailable);
    // Stored messages can be read, and no member has left.
    let ServerMessage::Message(message) = kim.next().await else {
        panic!("the message before was stored");
    };
    assert_eq!(message.text, "before");
    nats.start_again();
    let offset = until_available(async || kim.say("meanwhile").await)
        .await
        .unwrap();
    let again = until_available(async || lee.say("meanwhile").await)
        .await
        .unwrap();
    assert_eq!(again, offset, "it is stored once");
    let third = Client::join(&here, "kim", None).await;
    assert_eq!(third.member.name(), "kim-2", "names are as they were");
}

#[tokio::test]
async fn join_from_a_server_that_is_ahead_waits_and_recovers() {
    let nats = NatsServer::start();
    let [here, there] = [server(&nats.url()), server(&nats.url())];
    let kim = Client::join(&here, "kim", None).await;
    // With a member's key, so that the join does not wait for a name.
    let key = Some("0123456789abcdef");
    let _lee = Client::join(&there, "lee", key).await;
    let first = kim.say("one").await.unwrap();
    let after = StreamPosition {
        epoch: kim.epoch.clone(),
        offset: first + 1,
    };
    let request = JoinRequest {
        name: "lee",
        key,
        after: Some(&after),
        format: MessageFormat::Json,
    };
    // It joins first, with the position of a message that this server has not read.
    let (joined, second) = tokio::join!(there.join("방", request), kim.say("two"));
    assert_eq!(second, Ok(after.offset));
    let (_lee_again, welcome) = joined.unwrap();
    assert!(welcome.contains(r#""recovered":true"#), "{welcome}");
}

#[tokio::test]
async fn member_whose_name_another_server_took_has_lagged() {
    let nats = NatsServer::start();
    let here = server(&nats.url());
    let mut kim = Client::join(&here, "kim", None).await;
    // A server that took this one for dead writes such a record.
    let client = async_nats::connect(nats.url()).await.unwrap();
    let record = r#"{"name":"kim","holders":["another"]}"#;
    client
        .publish(subject::name("방", "kim"), record.into())
        .await
        .unwrap();
    let lagged = async { while kim.member.next().await.is_ok() {} };
    soon(lagged).await;
    drop(kim);
    let kim = Client::join(&here, "kim", None).await;
    assert_eq!(kim.member.name(), "kim-2");
}
