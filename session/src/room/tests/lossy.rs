//! A room against a model server and a network that lose messages, with reloads of the page in between.

use crate::time::WallTime;
use std::collections::VecDeque;

use proptest::prelude::*;
use protocol::superchat::{Ack, Message, PAGE_MESSAGES, Pong, Refusal, ServerMessage};

use super::*;
use crate::room::timeline::Discontinuity;

/// The number of messages whose ids the server remembers; few, so that it forgets some in each run.
const REMEMBERED: usize = 4;

/// A server that keeps the rules of `protocol::superchat`.
#[derive(Default)]
struct Server {
    epoch: u32,
    log: Vec<Message>,
    evicted: u64,
    /// The messages of earlier logs, and those that the log let go of.
    gone: Vec<Message>,
    /// The page's messages in the order of logging, each with its log's epoch.
    logged: Vec<(u32, usize)>,
    refuses: u32,
}

impl Server {
    fn newest(&self) -> u64 {
        self.log.last().map_or(self.evicted, |it| it.offset)
    }

    fn is_now(&self, position: &StreamPosition) -> bool {
        position.epoch == self.epoch.to_string()
    }

    fn append(&mut self, id: Option<String>, text: String) -> u64 {
        let offset = self.newest() + 1;
        let number = text.strip_prefix('t').map(|it| it.parse().unwrap());
        self.logged
            .extend(number.map(|number| (self.epoch, number)));
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

/// A connection: the messages in flight, and how far the server has sent the log.
#[derive(Default)]
struct Wire {
    up: VecDeque<ClientMessage>,
    down: VecDeque<String>,
    sent: Option<u64>,
}

struct World {
    server: Server,
    wire: Option<Wire>,
    room: Room,
    /// The room's address with the wanted name.
    address: Rc<str>,
    is_end_in_view: bool,
    saved: Rc<str>,
    moments: u32,
    typed: Vec<String>,
    /// The pings since the last other message.
    pings: usize,
}

#[derive(Debug, Clone)]
enum Step {
    Send,
    OtherSends,
    Up(usize),
    Down(usize),
    Wait,
    Cut,
    Connect,
    EndInView(bool),
    Rename(u8),
    Reload,
    Restart,
    Evict(usize),
    RefuseNext(u32),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Send),
        2 => Just(Step::OtherSends),
        6 => (1_usize..5).prop_map(Step::Up),
        6 => (1_usize..9).prop_map(Step::Down),
        2 => Just(Step::Wait),
        2 => Just(Step::Cut),
        4 => Just(Step::Connect),
        2 => any::<bool>().prop_map(Step::EndInView),
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
            saved: room.save_if_changed().unwrap(),
            room,
            address: HERE.into(),
            is_end_in_view: false,
            moments: 0,
            typed: Vec::new(),
            pings: 0,
        }
    }

    fn moment(&mut self) -> Moment {
        self.moments += 1;
        Moment {
            now: Time(f64::from(self.moments) * 10.0),
            wall: WallTime(f64::from(self.moments) * 10.0),
            random: u128::from(self.moments) << 96 | u128::from(self.moments),
        }
    }

    /// What the page does after each event: it saves first, then sends.
    fn send(&mut self, messages: Vec<ClientMessage>) {
        if let Some(saved) = self.room.save_if_changed() {
            self.saved = saved;
        }
        if let Some(wire) = &mut self.wire {
            wire.up.extend(messages);
        }
    }

    fn cut(&mut self) {
        self.wire = None;
        self.room.disconnected();
    }

    fn connect(&mut self) {
        if self.wire.is_none() {
            self.wire = Some(Wire::default());
            let moment = self.moment();
            let messages = self.room.connected(&self.address, true, moment);
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
        self.pings = match message {
            ClientMessage::Ping(_) => self.pings + 1,
            _ => 0,
        };
        let answer = match message {
            ClientMessage::Ping(_) => ServerMessage::Pong(Pong {}),
            ClientMessage::Join(join) => {
                let (welcome, sent) = self.server.join(&join);
                wire.sent = Some(sent);
                welcome
            }
            ClientMessage::Say(say) => {
                assert!(wire.sent.is_some(), "sent outside of the room");
                self.server.say(say)
            }
            ClientMessage::Leave(_) => {
                wire.sent = None;
                return true;
            }
            ClientMessage::Typing(_) => return true,
        };
        wire.down.push_back(serde_json::to_string(&answer).unwrap());
        self.send_log();
        true
    }

    fn send_log(&mut self) {
        let Some(wire) = &mut self.wire else { return };
        let Some(sent) = &mut wire.sent else { return };
        for message in self.server.log.iter().filter(|it| it.offset > *sent) {
            let message = ServerMessage::Message(message.clone());
            wire.down
                .push_back(serde_json::to_string(&message).unwrap());
        }
        *sent = self.server.newest();
    }

    fn down(&mut self) -> bool {
        let Some(text) = self.wire.as_mut().and_then(|wire| wire.down.pop_front()) else {
            return false;
        };
        let moment = self.moment();
        let messages = self.room.receive(&text, moment);
        self.send(messages);
        true
    }

    fn wait(&mut self) -> bool {
        let Some(at) = self.room.next_deadline() else {
            return false;
        };
        self.moments = self.moments.max((at.0 / 10.0).ceil() as u32);
        let now = Time(f64::from(self.moments) * 10.0);
        if self.room.is_answer_overdue(now) {
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
            Step::Send => {
                let text = format!("t{}", self.typed.len());
                let moment = self.moment();
                if let Ok(messages) = self.room.send(&self.address, &text.as_str().into(), moment) {
                    self.typed.push(text);
                    self.send(messages);
                }
            }
            Step::OtherSends => {
                let id = format!("{:032}", self.server.newest());
                self.server.append(Some(id), "other".to_owned());
                self.send_log();
            }
            Step::Up(times) => drop((0..*times).all(|_| self.up())),
            Step::Down(times) => drop((0..*times).all(|_| self.down())),
            Step::Wait => drop(self.wait()),
            Step::Cut => self.cut(),
            Step::Connect => self.connect(),
            Step::EndInView(is_in_view) => {
                self.is_end_in_view = *is_in_view;
                self.room.set_end_in_view(*is_in_view);
                self.send(vec![]);
            }
            Step::Rename(name) => {
                let name: Rc<str> = format!("n{name}").into();
                assert!(self.room.choose_name(&name));
                let now = self.moment().now;
                let messages = self.room.join(now);
                self.address = room_address::with_member_name(&self.address, &name);
                self.send(messages);
            }
            Step::Reload => {
                self.cut();
                // A second reload, before any event, finds the same.
                for _ in 0..2 {
                    self.room = Room::restored(&self.saved);
                    assert_eq!(self.room.save_if_changed(), None);
                }
                self.is_end_in_view = false;
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

    /// Ends with nothing lost any more, when the room has nothing left but to ask whether the server is there.
    fn settle(&mut self) {
        self.cut();
        self.connect();
        self.pings = 0;
        while self.up() || self.down() || (self.pings < 9 && self.wait()) {}
    }

    fn count_in(log: &[Message], text: &str) -> usize {
        log.iter().filter(|it| it.text == text).count()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn messages_over_a_lossy_network_are_logged_once_in_order_and_none_is_lost(
        steps in prop::collection::vec(step(), 0..80)
    ) {
        let mut world = World::new();
        for step in &steps {
            world.take(step);
            let room = &world.room;
            prop_assert!(room.send_queue().iter().count() <= send_queue::MAX_MESSAGES);
            let timeline = room.timeline();
            prop_assert!(!world.is_end_in_view || timeline.unread_count() == 0);
            let mut numbers = timeline.iter().map(|item| item.number);
            prop_assert!(timeline.first_unread().is_none_or(|from| numbers.any(|it| it == from)));
        }
        world.settle();
        let World { room, server, typed, .. } = &world;
        for message in room.send_queue().iter() {
            let has_failed = matches!(message.state, SendState::Failed(_));
            prop_assert!(has_failed, "{message:?} was neither logged nor refused");
        }
        for text in typed {
            let has_failed = room.send_queue().iter().any(|it| &*it.text == text);
            let times = World::count_in(&server.log, text);
            let before = World::count_in(&server.gone, text);
            prop_assert!(times <= 1, "{text} is there twice");
            prop_assert!(times + before > 0 || has_failed, "{text} is lost");
        }
        let is_in_order = |one: &(u32, usize), other: &(u32, usize)| one < other;
        prop_assert!(server.logged.is_sorted_by(is_in_order), "{:?}", server.logged);
        let mut shown = Vec::new();
        for item in room.timeline().iter() {
            match &item.kind {
                TimelineItemKind::Message(message) => shown.push(message),
                TimelineItemKind::Discontinuity(Discontinuity::NewLog | Discontinuity::Gap) => shown.clear(),
            }
        }
        prop_assert!(shown.is_sorted_by(|one, other| one.offset < other.offset));
        // Messages that the log let go of stay in the timeline. Of the log, the timeline has every message from
        // its first item on, which is in the newest page or before it.
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
