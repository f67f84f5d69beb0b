//! A model check: whatever members say, lose, miss and come back to, in whatever order, nobody hears
//! anything twice, in another order than others, or with a gap that it is not told of; and what was
//! acknowledged is there.

use std::collections::BTreeMap;

use futures_util::FutureExt;
use proptest::prelude::*;
use protocol::superchat::{ErrorCode, Position, ServerMessage, Welcome};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::store::{DataDir, Memory, Nats, NatsSettings};
use super::*;
use crate::nats_server::NatsServer;

/// Few, so that they are soon gone.
const LOG_MESSAGES: u64 = 6;
const KEYS: usize = 10;

/// The first one never leaves and reads at once what there is: by it the others are judged.
const WITNESS: usize = 0;
const CLIENTS: usize = 4;

/// How many servers there are, where rooms are kept so that several can share them.
const SERVERS: usize = 2;

/// Past this, what should come from another server will not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// What may happen next.
#[derive(Clone, Copy, Debug)]
enum Op {
    /// Somebody says something, and does or does not see it acknowledged.
    Say { client: usize, is_seen: bool },
    /// Somebody reads what there is.
    Read { client: usize },
    /// A connection is lost.
    Lose { client: usize },
    /// Somebody comes back, to a server of many, and says again what it did not see acknowledged.
    Return { client: usize, server: usize },
    /// A server is started again.
    Restart { server: usize },
    /// What rooms are kept in is started again.
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

/// Where rooms are kept.
enum Place {
    Memory,
    DataDir(TempDir),
    Nats(NatsServer),
}

impl Place {
    fn servers(&self) -> usize {
        match self {
            Self::Memory | Self::DataDir(_) => 1,
            Self::Nats(_) => SERVERS,
        }
    }

    /// A server's rooms.
    fn open(&self) -> Rooms {
        let log = Bounds {
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
                Rooms::new(limits, DataDir::open(folder.path(), log, KEYS).unwrap())
            }
            Self::Nats(nats) => {
                let settings = NatsSettings {
                    addresses: vec![nats.url()],
                    replicas: 1,
                };
                Rooms::new(limits, Nats::connect(&settings, log, KEYS).unwrap())
            }
        }
    }
}

/// Somebody at the other end.
#[derive(Default)]
struct Client {
    member: Option<Member>,
    server: usize,
    position: Option<Position>,
    /// Texts that were not seen to be acknowledged, with the position when they were said first.
    unseen: Vec<(String, Option<Position>)>,
}

struct World {
    runtime: Runtime,
    place: Place,
    servers: Vec<Option<Rooms>>,
    clients: [Client; CLIENTS],
    said: usize,
    /// By epoch and offset, what is there by the witness of anybody.
    heard: BTreeMap<(String, u64), String>,
    /// By epoch and text, the offset that was acknowledged.
    acknowledged: BTreeMap<(String, String), u64>,
    /// By epoch, the highest offset that there is.
    newest: BTreeMap<String, u64>,
}

impl World {
    fn new(place: Place) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let servers =
            runtime.block_on(async { (0..place.servers()).map(|_| Some(place.open())).collect() });
        let mut world = Self {
            runtime,
            servers,
            place,
            clients: Default::default(),
            said: 0,
            heard: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            newest: BTreeMap::new(),
        };
        world.come_back(WITNESS);
        world
    }

    fn run(&mut self, op: Op) {
        match op {
            Op::Say { client, is_seen } if self.clients[client].member.is_some() => {
                self.said += 1;
                let text = self.said.to_string();
                let position = self.clients[client].position.clone();
                self.say(client, &text, None, is_seen);
                if !is_seen {
                    self.clients[client].unseen.push((text, position));
                }
            }
            Op::Read { client } => self.read(client),
            Op::Return { client, server } if self.clients[client].member.is_none() => {
                self.clients[client].server = server % self.servers.len();
                self.come_back(client);
            }
            Op::Lose { client } => self.clients[client].member = None,
            Op::Restart { server } => self.restart(server % self.servers.len()),
            Op::RestartStore => {
                if let Place::Nats(nats) = &mut self.place {
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
        self.servers[server] = Some(self.place.open());
        drop(_in_runtime);
        if self.clients[WITNESS].member.is_none() {
            self.come_back(WITNESS);
        }
    }

    fn say(&mut self, client: usize, text: &str, after: Option<Position>, is_seen: bool) {
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
            // It may be there or not; twice it must not be.
            Err(ErrorCode::IdForgotten) => {}
            Err(error) => panic!("{error:?}"),
        }
        self.read(WITNESS);
    }

    fn come_back(&mut self, client: usize) {
        let rooms = self.servers[self.clients[client].server].as_ref().unwrap();
        let after = self.clients[client].position.clone();
        let newcomer = Newcomer {
            name: "kim",
            key: None,
            after: after.as_ref(),
            form: Form::Json,
        };
        let joined = until_available(async || rooms.join("r", newcomer).await);
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
        if !matches!(self.place, Place::Memory) {
            // It is one log for ever, and nothing of it is lost.
            let of_before = self.heard.last_key_value().map(|((_, offset), _)| *offset);
            assert!(self.place.servers() > 1 || welcome.newest >= of_before.unwrap_or(0));
            let is_void = |epoch: &str| !self.heard.keys().any(|(of, _)| of == epoch);
            let is_same = |after: &Position| is_known || is_void(&after.epoch);
            assert!(after.as_ref().is_none_or(is_same), "another log");
        }
        let offset = if is_there {
            after.unwrap().offset
        } else {
            evicted
        };
        let place = &mut self.clients[client];
        place.member = Some(member);
        place.position = Some(Position {
            epoch: welcome.epoch,
            offset,
        });
        for (text, after) in std::mem::take(&mut place.unseen) {
            self.say(client, &text, after, true);
        }
    }

    /// The newest message that is not in a log any more whose newest is `newest`.
    fn evicted(&self, epoch: &str, newest: u64) -> u64 {
        let offsets = self
            .heard
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
                    let next = timeout(PATIENCE, member.next()).await;
                    Some(next.expect("what was acknowledged has not come"))
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
                assert_eq!(self.heard.range(between).next(), None, "a gap");
                position.offset = message.offset;
                let place = (position.epoch.clone(), message.offset);
                let there = self.heard.entry(place).or_insert(message.text.clone());
                assert_eq!(there, &message.text, "another order");
            }
        }
    }

    fn judge(&mut self) {
        for client in 0..CLIENTS {
            self.read(client);
            if self.clients[client].member.is_none() {
                self.come_back(client);
            }
            self.read(client);
        }
        let mut texts = BTreeMap::new();
        for ((epoch, offset), text) in &self.heard {
            let twice = texts.insert((epoch, text), offset);
            assert_eq!(twice, None, "{text} is there twice");
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

/// What somebody does again as long as it is told that this is not possible now.
pub(super) async fn until_available<T>(
    mut attempt: impl AsyncFnMut() -> Result<T, ErrorCode>,
) -> Result<T, ErrorCode> {
    let attempts = async {
        loop {
            match attempt().await {
                Err(ErrorCode::StoreUnavailable) => sleep(Duration::from_millis(10)).await,
                done => return done,
            }
        }
    };
    timeout(PATIENCE, attempts)
        .await
        .expect("it stays unavailable")
}

fn check(place: Place, ops: &[Op]) {
    let mut world = World::new(place);
    for op in ops {
        world.run(*op);
    }
    world.judge();
}

proptest! {
    #[test]
    fn in_memory_nothing_acknowledged_is_missing_twice_or_out_of_order(
        ops in prop::collection::vec(op(), 0..80),
    ) {
        check(Place::Memory, &ops);
    }
}

proptest! {
    // Each waits for a disk.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn in_a_folder_nothing_acknowledged_is_missing_twice_or_out_of_order(
        ops in prop::collection::vec(op(), 0..80),
    ) {
        check(Place::DataDir(tempfile::tempdir().unwrap()), &ops);
    }
}

proptest! {
    // Each starts a NATS, and waits for it.
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn in_nats_nothing_acknowledged_is_missing_twice_or_out_of_order(
        ops in prop::collection::vec(op(), 0..60),
    ) {
        check(Place::Nats(NatsServer::start()), &ops);
    }
}
