//! A model check of presence: clients that apply every `presence` message agree on who is in the room.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const NAMES: [&str; 3] = ["a", "b", "c"];
const CLIENTS: usize = 4;

/// A step of the model.
#[derive(Clone, Debug)]
enum Op {
    /// A client joins under a name that others may have.
    Enter { client: usize, name: usize },
    /// It leaves.
    Leave { client: usize },
    /// It reads every pending frame.
    Read { client: usize },
    /// A member starts or stops writing.
    Type { name: usize, is_typing: bool },
    /// These names are in the room through other servers.
    Remote { names: Vec<usize> },
    /// The flush interval is over.
    Flush,
}

fn op() -> impl Strategy<Value = Op> {
    let (client, name) = (|| 0..CLIENTS, || 0..NAMES.len());
    prop_oneof![
        4 => (client(), name()).prop_map(|(client, name)| Op::Enter { client, name }),
        3 => client().prop_map(|client| Op::Leave { client }),
        2 => client().prop_map(|client| Op::Read { client }),
        1 => (name(), any::<bool>()).prop_map(|(name, is_typing)| Op::Type { name, is_typing }),
        1 => prop::collection::vec(name(), 0..3).prop_map(|names| Op::Remote { names }),
        1 => Just(Op::Flush),
    ]
}

/// A member, and the names that it was told of.
struct Client {
    name: Arc<str>,
    cursor: Cursor,
    names: BTreeSet<String>,
}

impl Client {
    fn enter(state: &mut RoomState, name: &str) -> Self {
        let name = Arc::from(name);
        let request = JoinRequest {
            name: &name,
            key: None,
            after: None,
            format: MessageFormat::Json,
        };
        let entered = state.enter(request, &name, 0).unwrap();
        let ServerMessage::Welcome(welcome) = serde_json::from_str(&entered.welcome).unwrap()
        else {
            panic!("the answer is a welcome");
        };
        let names: BTreeSet<String> = welcome.members.into_iter().collect();
        assert_eq!(names.len(), welcome.member_count);
        Self {
            name,
            cursor: entered.cursor,
            names,
        }
    }

    fn read(&mut self, state: &RoomState) {
        let frames = state
            .read(
                &mut self.cursor,
                MessageFormat::Json,
                &self.name,
                usize::MAX,
            )
            .unwrap();
        for frame in frames {
            if let ServerMessage::Presence(presence) = serde_json::from_str(&frame).unwrap() {
                self.names.extend(presence.joined);
                self.names.retain(|name| !presence.left.contains(name));
            }
        }
    }
}

fn state() -> RoomState {
    let bounds = LogLimits {
        messages: 9,
        bytes: usize::MAX,
        age_ms: 60_000,
    };
    RoomState::new("r", bounds, CLIENTS, &RoomMemory::default())
}

proptest! {
    #[test]
    fn presence_after_a_flush_is_the_same_for_every_client(
        ops in prop::collection::vec(op(), 0..60),
    ) {
        let mut state = state();
        let mut clients: [Option<Client>; CLIENTS] = Default::default();
        let mut remote = BTreeSet::new();
        for op in ops {
            match op {
                Op::Enter { client, name } => {
                    let client = &mut clients[client];
                    if client.is_none() {
                        *client = Some(Client::enter(&mut state, NAMES[name]));
                    }
                }
                Op::Leave { client } => {
                    if let Some(client) = clients[client].take() {
                        state.leave(&client.name);
                    }
                }
                Op::Read { client } => {
                    if let Some(client) = &mut clients[client] {
                        client.read(&state);
                    }
                }
                Op::Type { name, is_typing } => {
                    state.set_typing(NAMES[name], is_typing);
                }
                Op::Remote { names } => {
                    remote = names.into_iter().map(|name| NAMES[name].into()).collect();
                    state.set_remote_members(&remote);
                }
                Op::Flush => state.flush_presence(),
            }
        }
        state.flush_presence();
        let here = clients.iter().flatten().map(|client| &client.name);
        let expected: BTreeSet<String> =
            here.chain(&remote).map(|name| name.as_ref().to_owned()).collect();
        for client in clients.iter_mut().flatten() {
            client.read(&state);
            prop_assert_eq!(&client.names, &expected);
        }
    }
}

#[test]
fn joins_within_one_interval_are_one_presence_message() {
    let mut state = state();
    let mut first = Client::enter(&mut state, "a");
    let _others = ["b", "c", "d"].map(|name| Client::enter(&mut state, name));
    state.flush_presence();
    let before = state.events.next();
    first.read(&state);
    assert_eq!((before, first.names.len()), (1, 4));
}
