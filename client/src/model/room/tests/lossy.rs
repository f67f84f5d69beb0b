//! A room on a server and a network that lose what they can, and a page that is reloaded in between.

use std::collections::VecDeque;

use proptest::prelude::*;
use protocol::superchat::{Ack, Message, PAGE_MESSAGES, Refusal, ServerMessage};

use super::*;
use crate::model::room::lines::Break;

/// Of so few messages the server remembers the ids.
const REMEMBERED: usize = 4;

/// A server as `protocol::superchat` says that one is.
#[derive(Default)]
struct Server {
    epoch: u32,
    log: Vec<Message>,
    evicted: u64,
    /// All logs that there were before.
    gone: Vec<Message>,
    /// What the page said, as it was kept, with the log that it was kept in.
    kept: Vec<(u32, usize)>,
    refuses: u32,
}

impl Server {
    fn newest(&self) -> u64 {
        self.log.last().map_or(self.evicted, |it| it.offset)
    }

    fn is_now(&self, position: &Position) -> bool {
        position.epoch == self.epoch.to_string()
    }

    fn append(&mut self, id: Option<String>, text: String) -> u64 {
        let offset = self.newest() + 1;
        let number = text.strip_prefix('t').map(|it| it.parse().unwrap());
        self.kept.extend(number.map(|number| (self.epoch, number)));
        self.log.push(Message {
            offset,
            name: "me".to_owned(),
            text,
            time_ms: offset,
            id,
        });
        offset
    }

    fn join(&self, join: &Join) -> (ServerMessage, u64) {
        let after = join
            .after
            .as_ref()
            .filter(|it| self.is_now(it) && (self.evicted..=self.newest()).contains(&it.offset));
        let page = self.log.len().checked_sub(PAGE_MESSAGES + 1);
        let page = page.map_or(self.evicted, |index| self.log[index].offset);
        let welcome = ServerMessage::Welcome(protocol::superchat::Welcome {
            room: "b".to_owned(),
            name: join.name.clone().unwrap_or_else(|| "guest".to_owned()),
            epoch: self.epoch.to_string(),
            newest: self.newest(),
            recovered: after.is_some(),
            members: vec!["me".to_owned()],
            member_count: 1,
        });
        (welcome, after.map_or(page, |after| after.offset))
    }

    fn say(&mut self, say: protocol::superchat::Say) -> ServerMessage {
        let refuse = |code: ErrorCode| {
            ServerMessage::Error(Refusal {
                id: Some(say.id.clone()),
                ..code.into()
            })
        };
        if self.refuses > 0 {
            self.refuses -= 1;
            return refuse(ErrorCode::TooFast);
        }
        let remembered = self.log.len().saturating_sub(REMEMBERED);
        let forgotten = remembered
            .checked_sub(1)
            .map_or(self.evicted, |index| self.log[index].offset);
        let known = self.log[remembered..]
            .iter()
            .find(|it| it.id.as_ref() == Some(&say.id));
        let offset = match known {
            Some(known) => known.offset,
            None if say
                .after
                .as_ref()
                .is_some_and(|it| self.is_now(it) && it.offset < forgotten) =>
            {
                return refuse(ErrorCode::IdForgotten);
            }
            None => self.append(Some(say.id.clone()), say.text.clone()),
        };
        ServerMessage::Ack(Ack { id: say.id, offset })
    }
}

/// A connection: what is on its way, and how far the server has told the log.
#[derive(Default)]
struct Wire {
    up: VecDeque<ClientMessage>,
    down: VecDeque<String>,
    told: Option<u64>,
}

struct World {
    server: Server,
    wire: Option<Wire>,
    room: Room,
    /// Where the room is, with the name that is wished.
    address: Rc<str>,
    is_looked_at: bool,
    kept: Rc<str>,
    moments: u32,
    typed: Vec<String>,
}

#[derive(Debug, Clone)]
enum Step {
    Say,
    OtherSays,
    Up(usize),
    Down(usize),
    Wait,
    Cut,
    Connect,
    Look(bool),
    Rename(u8),
    Reload,
    Restart,
    Evict(usize),
    RefuseNext(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Say),
        2 => Just(Step::OtherSays),
        6 => (1_usize..5).prop_map(Step::Up),
        6 => (1_usize..9).prop_map(Step::Down),
        2 => Just(Step::Wait),
        2 => Just(Step::Cut),
        4 => Just(Step::Connect),
        2 => any::<bool>().prop_map(Step::Look),
        1 => (0_u8..3).prop_map(Step::Rename),
        1 => Just(Step::Reload),
        1 => Just(Step::Restart),
        1 => (1_usize..4).prop_map(Step::Evict),
        1 => (1_u32..4).prop_map(Step::RefuseNext),
    ]
}

impl World {
    fn new() -> Self {
        let mut room = Room::default();
        Self {
            server: Server::default(),
            wire: None,
            kept: room.take_kept().unwrap(),
            room,
            address: HERE.into(),
            is_looked_at: false,
            moments: 0,
            typed: Vec::new(),
        }
    }

    fn moment(&mut self) -> Moment {
        self.moments += 1;
        Moment {
            now: Time(f64::from(self.moments) * 10.0),
            random: u128::from(self.moments) << 96 | u128::from(self.moments),
        }
    }

    /// What the page does after each event: first it keeps, then it sends.
    fn send(&mut self, messages: Vec<ClientMessage>) {
        if let Some(kept) = self.room.take_kept() {
            self.kept = kept;
        }
        if let Some(wire) = &mut self.wire {
            wire.up.extend(messages);
        }
    }

    fn cut(&mut self) {
        self.wire = None;
        self.room.closed();
    }

    fn connect(&mut self) {
        if self.wire.is_none() {
            self.wire = Some(Wire::default());
            let moment = self.moment();
            let messages = self.room.opened(&self.address, true, moment);
            self.send(messages);
        }
    }

    fn up(&mut self) -> bool {
        let Some(wire) = &mut self.wire else {
            return false;
        };
        let Some(message) = wire.up.pop_front() else {
            return false;
        };
        let answer = match message {
            ClientMessage::Join(join) => {
                let (welcome, told) = self.server.join(&join);
                wire.told = Some(told);
                welcome
            }
            ClientMessage::Say(say) => {
                assert!(wire.told.is_some(), "said outside of the room");
                self.server.say(say)
            }
            ClientMessage::Leave(_) => {
                wire.told = None;
                return true;
            }
            ClientMessage::Typing(_) => return true,
        };
        wire.down.push_back(serde_json::to_string(&answer).unwrap());
        self.tell();
        true
    }

    fn tell(&mut self) {
        let Some(wire) = &mut self.wire else { return };
        let Some(told) = &mut wire.told else { return };
        for message in self.server.log.iter().filter(|it| it.offset > *told) {
            let message = ServerMessage::Message(message.clone());
            wire.down
                .push_back(serde_json::to_string(&message).unwrap());
        }
        *told = self.server.newest();
    }

    fn down(&mut self) -> bool {
        let Some(text) = self.wire.as_mut().and_then(|wire| wire.down.pop_front()) else {
            return false;
        };
        let moment = self.moment();
        let messages = self.room.hear(&text, moment);
        self.send(messages);
        true
    }

    fn wait(&mut self) -> bool {
        let Some(at) = self.room.next_deadline() else {
            return false;
        };
        self.moments = self.moments.max((at.0 / 10.0).ceil() as u32);
        let now = Time(f64::from(self.moments) * 10.0);
        if self.room.is_unanswered(now) {
            self.cut();
            self.connect();
        } else {
            let messages = self.room.wake(now);
            self.send(messages);
        }
        true
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Say => {
                let text = format!("t{}", self.typed.len());
                let moment = self.moment();
                if let Ok(messages) = self.room.say(&self.address, &text.as_str().into(), moment) {
                    self.typed.push(text);
                    self.send(messages);
                }
            }
            Step::OtherSays => {
                let id = format!("{:032}", self.server.newest());
                self.server.append(Some(id), "other".to_owned());
                self.tell();
            }
            Step::Up(times) => drop((0..*times).all(|_| self.up())),
            Step::Down(times) => drop((0..*times).all(|_| self.down())),
            Step::Wait => drop(self.wait()),
            Step::Cut => self.cut(),
            Step::Connect => self.connect(),
            Step::Look(is_looked_at) => {
                self.is_looked_at = *is_looked_at;
                self.room.look(*is_looked_at);
                self.send(vec![]);
            }
            Step::Rename(name) => {
                let name: Rc<str> = format!("n{name}").into();
                assert!(self.room.wish(&name));
                let now = self.moment().now;
                let messages = self.room.come_in(now);
                self.address = place::with_name(&self.address, &name);
                self.send(messages);
            }
            Step::Reload => {
                self.cut();
                // A second one, before anything has come, finds the same.
                for _ in 0..2 {
                    self.room = Room::restored(&self.kept);
                    assert_eq!(self.room.take_kept(), None);
                }
                self.is_looked_at = false;
            }
            Step::Restart => {
                self.cut();
                self.server.epoch += 1;
                self.server.evicted = 0;
                let log = std::mem::take(&mut self.server.log);
                self.server.gone.extend(log);
            }
            Step::Evict(count) => {
                let count = (*count).min(self.server.log.len());
                for message in self.server.log.drain(..count) {
                    self.server.evicted = message.offset;
                    self.server.gone.push(message);
                }
            }
            Step::RefuseNext(count) => self.server.refuses = *count,
        }
    }

    /// From now on nothing is lost.
    fn settle(&mut self) {
        self.cut();
        self.connect();
        while self.up() || self.down() || self.wait() {}
    }

    fn count_in(log: &[Message], text: &str) -> usize {
        log.iter().filter(|it| it.text == text).count()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn whatever_is_lost_each_message_comes_once_and_in_order_and_nothing_typed_is_lost(
        steps in prop::collection::vec(step(), 0..80)
    ) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
            let room = &world.room;
            prop_assert!(room.says().iter().count() <= says::MOST);
            let lines = room.lines();
            prop_assert!(!world.is_looked_at || lines.unread() == 0);
            let mut numbers = lines.iter().map(|line| line.number);
            prop_assert!(lines.unread_from().is_none_or(|from| numbers.any(|it| it == from)));
        }
        world.settle();
        let World { room, server, typed, .. } = &world;
        for pending in room.says().iter() {
            let is_seen = matches!(pending.state, State::Refused(_));
            prop_assert!(is_seen, "{pending:?} is neither said nor refused");
        }
        for text in typed {
            let is_refused = room.says().iter().any(|it| &*it.text == text);
            let times = World::count_in(&server.log, text);
            let before = World::count_in(&server.gone, text);
            prop_assert!(times <= 1, "{text} is there twice");
            prop_assert!(times + before > 0 || is_refused, "{text} is lost");
        }
        let is_in_order = |one: &(u32, usize), other: &(u32, usize)| one < other;
        prop_assert!(server.kept.is_sorted_by(is_in_order), "{:?}", server.kept);
        let mut shown = Vec::new();
        for line in room.lines().iter() {
            match &line.what {
                What::Message(message) => shown.push(message),
                What::Break(Break::NewLog | Break::Gap) => shown.clear(),
            }
        }
        prop_assert!(shown.is_sorted_by(|one, other| one.offset < other.offset));
        // What has gone from the log since stays on the page; of what is in it the page has all from its first
        // line on, which is at the newest page or before.
        let shown_of_log = shown.iter().filter(|it| it.offset > server.evicted);
        let shown_of_log: Vec<_> = shown_of_log.map(|it| (it.offset, &*it.text)).collect();
        let log: Vec<_> = server.log.iter().map(|it| (it.offset, &*it.text)).collect();
        prop_assert!(log.ends_with(&shown_of_log), "{:?} of {:?}", shown_of_log, log);
        prop_assert!(shown_of_log.len() >= log.len().min(PAGE_MESSAGES), "{shown_of_log:?} of {log:?}");
        for message in shown {
            prop_assert_eq!(message.is_own, message.text.starts_with('t'));
        }
    }
}
