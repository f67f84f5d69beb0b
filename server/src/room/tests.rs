//! A model check: whatever members say, lose, miss and come back to, in whatever order, nobody hears
//! anything twice, in another order than others, or with a gap that it is not told of; and what was
//! acknowledged is there.

use std::collections::BTreeMap;

use futures_util::FutureExt;
use proptest::prelude::*;
use protocol::superchat::{Position, ServerMessage, Welcome};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::store::{DataDir, Memory, StoreError};
use super::*;

/// Few, so that they are soon gone.
const LOG_MESSAGES: u64 = 6;
const KEYS: usize = 10;

/// The first one never leaves and reads at once what there is: by it the others are judged.
const WITNESS: usize = 0;
const CLIENTS: usize = 4;

/// What may happen next.
#[derive(Clone, Copy, Debug)]
enum Op {
    /// Somebody says something, and does or does not see it acknowledged.
    Say { client: usize, is_seen: bool },
    /// Somebody reads what there is.
    Read { client: usize },
    /// A connection is lost.
    Lose { client: usize },
    /// Somebody comes back, and says again what it did not see acknowledged.
    Return { client: usize },
    /// The server is started again.
    Restart,
}

fn op() -> impl Strategy<Value = Op> {
    let client = || 1..CLIENTS;
    prop_oneof![
        6 => (client(), any::<bool>()).prop_map(|(client, is_seen)| Op::Say { client, is_seen }),
        3 => client().prop_map(|client| Op::Read { client }),
        2 => client().prop_map(|client| Op::Lose { client }),
        3 => client().prop_map(|client| Op::Return { client }),
        1 => Just(Op::Restart),
    ]
}

/// Where rooms are kept.
enum Place {
    Memory,
    DataDir(TempDir),
}

impl Place {
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
        }
    }
}

/// Somebody at the other end.
#[derive(Default)]
struct Client {
    member: Option<Member>,
    position: Option<Position>,
    /// Texts that were not seen to be acknowledged, with the position when they were said first.
    unseen: Vec<(String, Option<Position>)>,
}

struct World {
    runtime: Runtime,
    place: Place,
    rooms: Option<Rooms>,
    clients: [Client; CLIENTS],
    said: usize,
    /// By epoch and offset, what is there by the witness of anybody.
    heard: BTreeMap<(String, u64), String>,
    /// By epoch and text, the offset that was acknowledged.
    acknowledged: BTreeMap<(String, String), u64>,
}

impl World {
    fn new(place: Place) -> Self {
        let mut world = Self {
            runtime: Builder::new_current_thread().enable_time().build().unwrap(),
            rooms: Some(place.open()),
            place,
            clients: Default::default(),
            said: 0,
            heard: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
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
            Op::Return { client } if self.clients[client].member.is_none() => {
                self.come_back(client);
            }
            Op::Lose { client } => self.clients[client].member = None,
            Op::Restart => {
                for client in &mut self.clients {
                    client.member = None;
                }
                self.rooms = None;
                self.rooms = Some(self.place.open());
                self.come_back(WITNESS);
            }
            Op::Say { .. } | Op::Return { .. } => {}
        }
        self.read(WITNESS);
    }

    fn say(&mut self, client: usize, text: &str, after: Option<Position>, is_seen: bool) {
        let client = &self.clients[client];
        let epoch = client.position.as_ref().unwrap().epoch.clone();
        let member = client.member.as_ref().unwrap();
        let kept = self.runtime.block_on(async {
            let id = Some(format!("0123456789abcdef-{text}"));
            member.say(text.to_owned(), id, after).await.unwrap().await
        });
        match kept {
            Ok(offset) if is_seen => {
                let before = self.acknowledged.insert((epoch, text.to_owned()), offset);
                assert!(before.is_none_or(|before| before == offset), "{text}");
            }
            // It may be there or not; twice it must not be.
            Ok(_) | Err(StoreError::Forgotten) => {}
            Err(StoreError::Unavailable) => panic!("the store has failed"),
        }
        self.read(WITNESS);
    }

    fn come_back(&mut self, client: usize) {
        let rooms = self.rooms.as_ref().unwrap();
        let after = self.clients[client].position.clone();
        let newcomer = Newcomer {
            name: "kim",
            key: None,
            after: after.as_ref(),
            form: Form::Json,
        };
        let (member, welcome) = self.runtime.block_on(rooms.join("r", newcomer)).unwrap();
        let welcome: Welcome = match serde_json::from_str(&welcome).unwrap() {
            ServerMessage::Welcome(welcome) => welcome,
            other => panic!("{other:?}"),
        };
        let oldest = welcome.newest.saturating_sub(LOG_MESSAGES);
        let is_there = after
            .as_ref()
            .is_some_and(|after| after.epoch == welcome.epoch && after.offset >= oldest);
        assert_eq!(welcome.recovered, is_there, "{after:?} {welcome:?}");
        if let Place::DataDir(_) = self.place {
            // It is one log for ever, and nothing of it is lost.
            let of_before = self.heard.last_key_value().map(|((_, offset), _)| *offset);
            assert!(welcome.newest >= of_before.unwrap_or(0));
        }
        let offset = if is_there {
            after.unwrap().offset
        } else {
            oldest
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

    fn read(&mut self, number: usize) {
        let client = &mut self.clients[number];
        let Some(member) = &mut client.member else {
            return;
        };
        let position = client.position.as_mut().unwrap();
        while let Some(next) = self
            .runtime
            .block_on(async { member.next().now_or_never() })
        {
            let Ok(frames) = next else {
                assert_ne!(number, WITNESS, "the witness reads at once");
                client.member = None;
                return;
            };
            for frame in frames {
                let ServerMessage::Message(message) = serde_json::from_str(&frame).unwrap() else {
                    continue;
                };
                // These stores number without gaps.
                assert_eq!(message.offset, position.offset + 1, "a gap or a repetition");
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
