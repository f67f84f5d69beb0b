//! A model check of rooms in every store, over random sequences of messages, lost connections and restarts. No client
//! receives a message twice, in another order than others, or behind a gap that it is not told of. Every acknowledged
//! message is in the log.

use std::collections::BTreeMap;

use futures_util::FutureExt;
use proptest::prelude::*;
use protocol::superchat::{ErrorCode, ServerMessage, StreamPosition, Welcome};
use tempfile::TempDir;
use testkit::NatsServer;
use testkit::nats_server::between_spawns;
use tokio::runtime::{Builder, Runtime};

use super::store::{DataDir, Memory, Nats, NatsSettings};
use super::*;

/// Small, so that messages are soon evicted and keys soon forgotten.
const LOG_MESSAGES: u64 = 6;
const KEYS: usize = 10;

/// The first client never leaves and reads every message at once. The others are compared with it.
const WITNESS: usize = 0;
const CLIENTS: usize = 4;

/// The number of servers, in a store that several can share.
const SERVERS: usize = 2;

/// The time limit of every wait; beyond it the check fails.
const WAIT_TIMEOUT: Duration = Duration::from_secs(20);

/// A step of the model.
#[derive(Clone, Copy, Debug)]
enum Op {
    /// A client sends a message, and sees its acknowledgement or not.
    Say { client: usize, is_seen: bool },
    /// A client reads all frames there are.
    Read { client: usize },
    /// A connection is lost.
    Lose { client: usize },
    /// A client joins again, on any server, and sends again what it did not see acknowledged.
    Return { client: usize, server: usize },
    /// A server restarts.
    Restart { server: usize },
    /// The store restarts, where it is a program of its own.
    RestartStore,
}

fn op() -> impl Strategy<Value = Op> {
    let client = || 1..CLIENTS;
    let server = || 0..SERVERS;
    prop_oneof![
        6 => (client(), any::<bool>()).prop_map(|(client, is_seen)| Op::Say { client, is_seen }),
        3 => client().prop_map(|client| Op::Read { client }),
        2 => client().prop_map(|client| Op::Lose { client }),
        3 => (client(), server()).prop_map(|(client, server)| Op::Return { client, server }),
        1 => server().prop_map(|server| Op::Restart { server }),
        1 => Just(Op::RestartStore),
    ]
}

/// The store under test.
enum Backend {
    Memory,
    DataDir(TempDir),
    Nats(NatsServer),
}

impl Backend {
    fn servers(&self) -> usize {
        match self {
            Self::Memory | Self::DataDir(_) => 1,
            Self::Nats(_) => SERVERS,
        }
    }

    /// A server's rooms.
    fn open(&self) -> Rooms {
        let log = LogLimits {
            messages: LOG_MESSAGES as usize,
            bytes: usize::MAX,
            age_ms: 600_000,
        };
        let limits = RoomLimits {
            max_rooms: 1,
            max_members: CLIENTS,
            messages_per_s: 1,
            log,
        };
        match self {
            Self::Memory => Rooms::new(limits, Memory::new(KEYS)),
            Self::DataDir(folder) => {
                let store = between_spawns(|| DataDir::open(folder.path(), log, KEYS));
                Rooms::new(limits, store.unwrap())
            }
            Self::Nats(nats) => {
                let settings = NatsSettings {
                    addresses: vec![nats.url()],
                    replicas: 1,
                    ca: None,
                    credentials: None,
                };
                Rooms::new(limits, Nats::connect(&settings, log, KEYS).unwrap())
            }
        }
    }
}

/// A client.
#[derive(Default)]
struct Client {
    member: Option<Member>,
    server: usize,
    position: Option<StreamPosition>,
    /// Texts whose acknowledgement was not seen, with the position when they were first sent.
    unseen: Vec<(String, Option<StreamPosition>)>,
}

struct World {
    runtime: Runtime,
    backend: Backend,
    servers: Vec<Option<Rooms>>,
    clients: [Client; CLIENTS],
    /// The number of sent messages; it is the text of the newest.
    sent: usize,
    /// By epoch and offset, every text that any client has received.
    received: BTreeMap<(String, u64), String>,
    /// By epoch and text, the offset that was acknowledged.
    acknowledged: BTreeMap<(String, String), u64>,
    /// By epoch, the highest acknowledged offset.
    newest: BTreeMap<String, u64>,
}

impl World {
    fn new(backend: Backend) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let servers = runtime.block_on(async {
            (0..backend.servers())
                .map(|_| Some(backend.open()))
                .collect()
        });
        let mut world = Self {
            runtime,
            servers,
            backend,
            clients: Default::default(),
            sent: 0,
            received: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            newest: BTreeMap::new(),
        };
        world.rejoin(WITNESS);
        world
    }

    fn run(&mut self, op: Op) {
        match op {
            Op::Say { client, is_seen } if self.clients[client].member.is_some() => {
                self.sent += 1;
                let text = self.sent.to_string();
                let position = self.clients[client].position.clone();
                self.say(client, &text, None, is_seen);
                if !is_seen {
                    self.clients[client].unseen.push((text, position));
                }
            }
            Op::Read { client } => self.read(client),
            Op::Return { client, server } if self.clients[client].member.is_none() => {
                self.clients[client].server = server % self.servers.len();
                self.rejoin(client);
            }
            Op::Lose { client } => self.clients[client].member = None,
            Op::Restart { server } => self.restart(server % self.servers.len()),
            Op::RestartStore => {
                if let Backend::Nats(nats) = &mut self.backend {
                    nats.start_again();
                }
            }
            Op::Say { .. } | Op::Return { .. } => {}
        }
        self.read(WITNESS);
    }

    fn restart(&mut self, server: usize) {
        for client in &mut self.clients {
            if client.server == server {
                client.member = None;
            }
        }
        self.servers[server] = None;
        let _in_runtime = self.runtime.enter();
        self.servers[server] = Some(self.backend.open());
        drop(_in_runtime);
        if self.clients[WITNESS].member.is_none() {
            self.rejoin(WITNESS);
        }
    }

    fn say(&mut self, client: usize, text: &str, after: Option<StreamPosition>, is_seen: bool) {
        let client = &self.clients[client];
        let epoch = client.position.as_ref().unwrap().epoch.clone();
        let member = client.member.as_ref().unwrap();
        let kept = self.runtime.block_on(until_available(async || {
            let id = Some(format!("0123456789abcdef-{text}"));
            let receipt = member.say(text.to_owned(), id, after.clone()).await?;
            Ok(receipt.await?)
        }));
        match kept {
            Ok(offset) => {
                let newest = self.newest.entry(epoch.clone()).or_default();
                *newest = offset.max(*newest);
                if is_seen {
                    let before = self.acknowledged.insert((epoch, text.to_owned()), offset);
                    assert!(before.is_none_or(|before| before == offset), "{text}");
                }
            }
            // It may be stored or not, and must not be stored twice.
            Err(ErrorCode::IdForgotten) => {}
            Err(error) => panic!("{error:?}"),
        }
        self.read(WITNESS);
    }

    fn rejoin(&mut self, client: usize) {
        let rooms = self.servers[self.clients[client].server].as_ref().unwrap();
        let after = self.clients[client].position.clone();
        let request = JoinRequest {
            name: "kim",
            key: None,
            after: after.as_ref(),
            format: MessageFormat::Json,
        };
        let joined = until_available(async || rooms.join("r", request).await);
        let (member, welcome) = self.runtime.block_on(joined).unwrap();
        let welcome: Welcome = match serde_json::from_str(&welcome).unwrap() {
            ServerMessage::Welcome(welcome) => welcome,
            other => panic!("{other:?}"),
        };
        let is_known = after
            .as_ref()
            .is_some_and(|after| after.epoch == welcome.epoch);
        let evicted = self.evicted(&welcome.epoch, welcome.newest);
        let is_there = is_known && after.as_ref().is_some_and(|after| after.offset >= evicted);
        assert_eq!(welcome.recovered, is_there, "{after:?} {welcome:?}");
        if !matches!(self.backend, Backend::Memory) {
            // A store that outlives the server has one log for ever, and loses nothing of it.
            let newest_received = self
                .received
                .last_key_value()
                .map(|((_, offset), _)| *offset);
            assert!(self.backend.servers() > 1 || welcome.newest >= newest_received.unwrap_or(0));
            let is_empty = |epoch: &str| !self.received.keys().any(|(of, _)| of == epoch);
            let is_same = |after: &StreamPosition| is_known || is_empty(&after.epoch);
            assert!(after.as_ref().is_none_or(is_same), "another log");
        }
        let offset = if is_there {
            after.unwrap().offset
        } else {
            evicted
        };
        let client_state = &mut self.clients[client];
        client_state.member = Some(member);
        client_state.position = Some(StreamPosition {
            epoch: welcome.epoch,
            offset,
        });
        for (text, after) in std::mem::take(&mut client_state.unseen) {
            self.say(client, &text, after, true);
        }
    }

    /// The newest evicted offset of a log whose newest offset is `newest`.
    fn evicted(&self, epoch: &str, newest: u64) -> u64 {
        let offsets = self
            .received
            .keys()
            .filter(|(of, offset)| of == epoch && *offset <= newest);
        offsets
            .rev()
            .nth(LOG_MESSAGES as usize)
            .map_or(0, |(_, offset)| *offset)
    }

    fn read(&mut self, number: usize) {
        let client = &mut self.clients[number];
        let Some(member) = &mut client.member else {
            return;
        };
        let position = client.position.as_mut().unwrap();
        loop {
            let newest = self.newest.get(&position.epoch);
            let is_behind = newest.is_some_and(|newest| position.offset < *newest);
            let next = self.runtime.block_on(async {
                if is_behind {
                    let next = timeout(WAIT_TIMEOUT, member.next()).await;
                    Some(next.expect("an acknowledged message was not received"))
                } else {
                    member.next().now_or_never()
                }
            });
            let Some(next) = next else { return };
            let Ok(frames) = next else {
                assert_ne!(number, WITNESS, "the witness reads at once");
                client.member = None;
                return;
            };
            for frame in frames {
                let ServerMessage::Message(message) = serde_json::from_str(&frame).unwrap() else {
                    continue;
                };
                assert!(message.offset > position.offset, "a repetition");
                let between = (position.epoch.clone(), position.offset + 1)
                    ..(position.epoch.clone(), message.offset);
                assert_eq!(self.received.range(between).next(), None, "a gap");
                position.offset = message.offset;
                let key = (position.epoch.clone(), message.offset);
                let there = self.received.entry(key).or_insert(message.text.clone());
                assert_eq!(there, &message.text, "another order");
            }
        }
    }

    fn check_all(&mut self) {
        for client in 0..CLIENTS {
            self.read(client);
            if self.clients[client].member.is_none() {
                self.rejoin(client);
            }
            self.read(client);
        }
        let mut texts = BTreeMap::new();
        for ((epoch, offset), text) in &self.received {
            let twice = texts.insert((epoch, text), offset);
            assert_eq!(twice, None, "{text} is stored twice");
        }
        for ((epoch, text), offset) in &self.acknowledged {
            assert_eq!(
                texts.get(&(epoch, text)),
                Some(&offset),
                "{text} was acknowledged"
            );
        }
    }
}

/// Repeats an attempt while the store is not ready.
pub(super) async fn until_available<T>(
    mut attempt: impl AsyncFnMut() -> Result<T, ErrorCode>,
) -> Result<T, ErrorCode> {
    let attempts = async {
        loop {
            match attempt().await {
                // A poll with a deadline: a store does not say when it is ready.
                Err(ErrorCode::StoreUnavailable) => sleep(Duration::from_millis(10)).await,
                done => return done,
            }
        }
    };
    timeout(WAIT_TIMEOUT, attempts)
        .await
        .expect("it stays unavailable")
}

fn check(backend: Backend, ops: &[Op]) {
    let mut world = World::new(backend);
    for op in ops {
        world.run(*op);
    }
    world.check_all();
}

proptest! {
    #[test]
    fn rooms_in_memory_lose_duplicate_and_reorder_nothing(
        ops in prop::collection::vec(op(), 0..80),
    ) {
        check(Backend::Memory, &ops);
    }
}

proptest! {
    // Fewer, because each waits for a disk.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rooms_in_a_folder_lose_duplicate_and_reorder_nothing(
        ops in prop::collection::vec(op(), 0..80),
    ) {
        check(Backend::DataDir(tempfile::tempdir().unwrap()), &ops);
    }
}

proptest! {
    // Fewer, because each starts a nats-server.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn rooms_in_nats_lose_duplicate_and_reorder_nothing(
        ops in prop::collection::vec(op(), 0..60),
    ) {
        check(Backend::Nats(NatsServer::start()), &ops);
    }
}
