//! Who is there, as members are told it, in whatever order others come, go and are told of.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const NAMES: [&str; 3] = ["a", "b", "c"];
const CLIENTS: usize = 4;

/// What may happen next.
#[derive(Clone, Debug)]
enum Op {
    /// A client joins by a name, which others may have.
    Enter { client: usize, name: usize },
    /// It leaves.
    Leave { client: usize },
    /// It reads what there is.
    Read { client: usize },
    /// Somebody writes, or does not.
    Type { name: usize, is_typing: bool },
    /// These are there through other servers.
    Elsewhere { names: Vec<usize> },
    /// The time has come to tell who came and left.
    Tell,
}

fn op() -> impl Strategy<Value = Op> {
    let (client, name) = (|| 0..CLIENTS, || 0..NAMES.len());
    prop_oneof![
        4 => (client(), name()).prop_map(|(client, name)| Op::Enter { client, name }),
        3 => client().prop_map(|client| Op::Leave { client }),
        2 => client().prop_map(|client| Op::Read { client }),
        1 => (name(), any::<bool>()).prop_map(|(name, is_typing)| Op::Type { name, is_typing }),
        1 => prop::collection::vec(name(), 0..3).prop_map(|names| Op::Elsewhere { names }),
        1 => Just(Op::Tell),
    ]
}

/// A member, and who is there as far as it was told.
struct Client {
    name: Arc<str>,
    cursor: Cursor,
    names: BTreeSet<String>,
}

impl Client {
    fn enter(state: &mut State, name: &str) -> Self {
        let name = Arc::from(name);
        let newcomer = Newcomer {
            name: &name,
            key: None,
            after: None,
            form: Form::Json,
        };
        let entered = state.enter(newcomer, &name, 0).unwrap();
        let ServerMessage::Welcome(welcome) = serde_json::from_str(&entered.welcome).unwrap()
        else {
            panic!("a welcome comes first");
        };
        let names: BTreeSet<String> = welcome.members.into_iter().collect();
        assert_eq!(names.len(), welcome.member_count);
        Self {
            name,
            cursor: entered.cursor,
            names,
        }
    }

    fn read(&mut self, state: &State) {
        let frames = state
            .read(&mut self.cursor, Form::Json, &self.name, usize::MAX)
            .unwrap();
        for frame in frames {
            if let ServerMessage::Presence(presence) = serde_json::from_str(&frame).unwrap() {
                self.names.extend(presence.joined);
                self.names.retain(|name| !presence.left.contains(name));
            }
        }
    }
}

fn state() -> State {
    let bounds = Bounds {
        messages: 9,
        bytes: usize::MAX,
        age_ms: 60_000,
    };
    State::new("r", bounds, CLIENTS)
}

proptest! {
    #[test]
    fn whoever_is_told_who_is_there_knows_it_when_all_have_been_told(
        ops in prop::collection::vec(op(), 0..60),
    ) {
        let mut state = state();
        let mut clients: [Option<Client>; CLIENTS] = Default::default();
        let mut elsewhere = BTreeSet::new();
        for op in ops {
            match op {
                Op::Enter { client, name } => {
                    let place = &mut clients[client];
                    if place.is_none() {
                        *place = Some(Client::enter(&mut state, NAMES[name]));
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
                Op::Elsewhere { names } => {
                    elsewhere = names.into_iter().map(|name| NAMES[name].into()).collect();
                    state.set_elsewhere(&elsewhere);
                }
                Op::Tell => state.tell(),
            }
        }
        state.tell();
        let here = clients.iter().flatten().map(|client| &client.name);
        let there: BTreeSet<String> =
            here.chain(&elsewhere).map(|name| name.as_ref().to_owned()).collect();
        for client in clients.iter_mut().flatten() {
            client.read(&state);
            prop_assert_eq!(&client.names, &there);
        }
    }
}

#[test]
fn a_crowd_that_comes_one_by_one_is_told_of_together() {
    let mut state = state();
    let mut first = Client::enter(&mut state, "a");
    let _others = ["b", "c", "d"].map(|name| Client::enter(&mut state, name));
    state.tell();
    let before = state.events.next();
    first.read(&state);
    assert_eq!((before, first.names.len()), (1, 4));
}
